// Adding files: three at a time, a bar for all, a verdict for each. Without this the form sends them in one request.

const AT_ONCE = 3;

const form = document.getElementById("upload");
const list = document.getElementById("verdicts");
const drop = form.querySelector(".drop");
const bar = document.getElementById("upload-bar");
const says = document.getElementById("upload-says");

const waiting = [];
const batch = { running: 0, done: 0, added: 0, files: 0, bytes: 0, sent: new Map() };

form.addEventListener("submit", (event) => {
  event.preventDefault();
  take([...form.files.files]);
  form.files.value = "";
});

for (const name of ["dragenter", "dragover"]) drop.addEventListener(name, hover);
for (const name of ["dragleave", "drop"]) drop.addEventListener(name, () => drop.classList.remove("over"));
drop.addEventListener("drop", (event) => {
  event.preventDefault();
  take([...event.dataTransfer.files]);
});

addEventListener("beforeunload", (event) => {
  if (batch.running) event.preventDefault();
});

function hover(event) {
  event.preventDefault();
  drop.classList.add("over");
}

/** Put files at the end of what waits; a batch begins anew when the one before has ended. */
function take(files) {
  if (!files.length) return;
  if (!batch.running) {
    Object.assign(batch, { done: 0, added: 0, files: 0, bytes: 0 });
    batch.sent.clear();
    list.replaceChildren();
  }
  for (const file of files) {
    waiting.push(file);
    batch.files += 1;
    batch.bytes += file.size;
  }
  document.getElementById("upload-progress").hidden = list.hidden = false;
  while (batch.running < AT_ONCE && waiting.length) send(waiting.shift());
  show();
}

/** Send one file and show what the server says of it; a lost connection is a verdict too. */
function send(file) {
  batch.running += 1;
  const body = new FormData(form);
  body.delete("files");
  body.append("files", file);
  const request = new XMLHttpRequest(); // fetch tells nothing of what is on its way
  request.open("POST", form.getAttribute("action") ?? location.href);
  request.setRequestHeader("HX-Request", "true");
  request.upload.addEventListener("progress", (event) => {
    batch.sent.set(file, Math.min(event.loaded, file.size));
    show();
  });
  request.addEventListener("loadend", () => {
    const verdict = request.status === 200 ? told(request.responseText) : failure(file, request.status);
    const isGood = verdict.matches(".good");
    if (isGood) list.append(verdict);
    else list.prepend(verdict); // where it is seen
    if (isGood) batch.added += 1;
    batch.sent.set(file, file.size);
    batch.running -= 1;
    batch.done += 1;
    if (waiting.length) send(waiting.shift());
    show();
  });
  request.send(body);
}

function told(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content.firstElementChild;
}

/** Make the row of a file that got no verdict. */
function failure(file, status) {
  const row = document.createElement("li");
  const name = document.createElement("span");
  const chip = document.createElement("span");
  row.className = "bad";
  name.className = "grow";
  chip.className = "chip bad";
  name.textContent = `${file.name}: ${reason(status)}`;
  chip.textContent = "Not added";
  row.append(name, chip);
  return row;
}

function reason(status) {
  if (status === 401) return "you are signed out; sign in and add it again.";
  if (status === 413) return "the file is too large.";
  return status ? "the server refused it." : "the server did not answer; add it again.";
}

function show() {
  const sent = [...batch.sent.values()].reduce((sum, bytes) => sum + bytes, 0);
  bar.value = batch.bytes ? sent / batch.bytes : 0;
  const rest = batch.done - batch.added;
  const refused = rest ? `, ${rest} not` : "";
  says.textContent = batch.running
    ? `${batch.done} of ${batch.files} files sent.`
    : `${batch.added} of ${batch.files} files added${refused}.${batch.added ? " Their pictures are being prepared." : ""}`;
}
