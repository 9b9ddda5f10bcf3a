// Before a file is sent: its size, its type and whether it is a locked PDF, so that nobody waits in vain.
const form = document.querySelector("form[data-preflight]");

if (form) {
  const messages = JSON.parse(document.getElementById(form.dataset.messages).textContent);
  const types = form.dataset.types.split(",");
  const field = form.querySelector("input[type=file]");
  const line = document.getElementById("file-error");
  let clearing = false;
  const group = field.closest(".govuk-form-group");

  async function fault(file) {
    const dot = file.name.lastIndexOf(".");
    const suffix = dot < 0 ? "" : file.name.slice(dot).toLowerCase();
    if (!file.size) return "empty";
    if (file.size > Number(form.dataset.limit)) return "too_large";
    if (!types.includes(suffix)) return "wrong_type";
    const head = new Uint8Array(await file.slice(0, 5).arrayBuffer());
    const mark = String.fromCharCode(...head);
    if (suffix === ".pdf" && !mark.startsWith("%PDF-")) return "wrong_type";
    if (suffix === ".docx" && !mark.startsWith("PK")) return "wrong_type";
    if (suffix === ".pdf") {
      const tail = await file.slice(Math.max(0, file.size - 4096)).text();
      if (/\/Encrypt\s+\d+\s+\d+\s+R/.test(tail)) return "encrypted";
    }
    return "";
  }

  function show(code) {
    const message = code && messages[code];
    line.hidden = !message;
    line.textContent = message ? `${message.happened} ${message.next}` : "";
    group.classList.toggle("govuk-form-group--error", Boolean(message));
  }

  field.addEventListener("change", async () => {
    if (clearing) return;
    show(field.files[0] ? await fault(field.files[0]) : "");
    if (!line.hidden) {
      field.value = "";
      clearing = true; // the styled button hears of it and shows that no file is chosen
      field.dispatchEvent(new Event("change"));
      clearing = false;
      document.getElementById("file").focus(); // the button where there is one, else the field itself
    }
  });
}
