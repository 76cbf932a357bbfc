// Stands for the browser module of the sample plugin; no test runs it.
export default function observe() {
  return () => {};
}
