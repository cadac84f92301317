// What stays from one image to the next and over reloads, in this tab: the tool, the view, what is shown.

const NAME = "editor";

/** Read one thing that was kept, or what it is otherwise. */
export function kept(name, otherwise) {
  return all()[name] ?? otherwise;
}

/** Keep one thing. */
export function keep(name, value) {
  try {
    sessionStorage.setItem(NAME, JSON.stringify({ ...all(), [name]: value }));
  } catch {
    // Without storage each image begins afresh.
  }
}

function all() {
  try {
    return JSON.parse(sessionStorage.getItem(NAME)) ?? {};
  } catch {
    return {};
  }
}
