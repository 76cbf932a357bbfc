// A name for something new that no other browser will choose: 110 random bits in 22 url-safe characters.
export const newId = () => crypto.getRandomValues(new Uint8Array(22))
  .reduce((name, byte) => name + (byte % 32).toString(32), "");
