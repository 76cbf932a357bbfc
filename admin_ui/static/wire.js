// What the page and the server tell one another crosses on a slow line. Events arrive in the order in which they were made,
// and a value that the server told before it knew what was typed or chosen here is passed over (components/held.py).
(() => {
  const early = []; // from before the connection stands: NiceGUI lets each wait by itself, and one overtakes the other
  const told = new Map(); // by element: the number of the change that was told last
  let socket;
  let stands = false;
  let number = 0;

  function note(message) {
    const element = Vue.toRaw(mounted_app.elements)[message.id];
    const event = element?.events.find(({ listener_id }) => listener_id === message.listener_id);
    if (!element?.holds || !event?.type.startsWith("update:")) return;
    message.number = ++number;
    told.set(String(message.id), number);
    if (element.holds === "value") element.props.value = JSON.parse(message.args[0]); // NiceGUI keeps others up to date
  }

  function leaveAlone(id, element) {
    const preserved = element.preserved_props;
    const isLate = () => (told.get(id) ?? 0) > element.heard;
    // asked for when the update's turn has come
    Object.defineProperty(element, "preserved_props", {
      configurable: true,
      get: () => (isLate() ? [element.holds] : preserved),
    });
  }

  function follow(emit) {
    socket.emit = (name, ...args) => {
      if (name !== "event") return emit(name, ...args);
      note(args[0]);
      if (stands) emit(name, ...args);
      else early.push(args);
      return socket;
    };
    socket.prependAny((name, elements) => {
      if (name !== "update") return;
      for (const [id, element] of Object.entries(elements)) if (element?.holds) leaveAlone(id, element);
    });
    socket.on("disconnect", () => told.clear()); // nobody knows what of it has arrived
  }

  Object.defineProperty(window, "socket", {
    get: () => socket,
    set(its) {
      socket = its;
      follow(its.emit.bind(its));
    },
  });
  Object.defineProperty(window, "did_handshake", {
    get: () => stands || !!socket,
    set(now) {
      stands = now;
      if (now) for (const args of early.splice(0)) socket.emit("event", ...args);
    },
  });
})();
