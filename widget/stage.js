// Which channel draws what: a campaign's message its own, all else (employees' answers, the window) the chat; `content().by`
// names it. What is returned fetches the channel `wanted`, or without a name draws what there is by then.
export function stage(load, root, content, actions) {
  const channels = { __proto__: null };
  return async (wanted) => {
    const name = wanted || content().by;
    const { render } = channels[name] || await load("channels/" + name + ".js");
    channels[name] ||= render(root(), content(), actions);
    const now = content();
    if (!wanted) for (const each in channels) channels[each].update(each === now.by ? now : { ...now, view: "closed" });
  };
}
