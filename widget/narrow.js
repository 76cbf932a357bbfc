// Where the window fills the screen: phones. The styles say the same.
export const NARROW = "(max-width: 480px)";
