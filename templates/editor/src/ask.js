// Asks this site. What it answers is read as a document: the one way that the policy on trusted types
// leaves open, and nothing in it runs.

/** Returns the address of a form with `live` in it: what is sent there changes nothing but waiting files. */
export function live(action, what) {
  return `${action}${action.includes("?") ? "&" : "?"}live=${what}`;
}

/** Returns the fields of a form without its files. */
export function form(fields) {
  const data = new FormData();
  for (const [name, value] of fields) data.append(name, value);
  return data;
}

/** Sends something; returns the status, 0 where the site does not answer, and the document. */
export function ask(method, address, body, { signal, progress } = {}) {
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    request.open(method, address);
    request.responseType = "document";
    if (progress) request.upload.onprogress = ({ loaded, total }) => progress(total ? loaded / total : 0);
    request.onload = () => {
      // Who is signed out is led to where one signs in.
      const isElsewhere = new URL(request.responseURL, location.href).pathname !== new URL(address, location.href).pathname;
      done({ status: isElsewhere ? 403 : request.status, document: request.response });
    };
    request.onerror = () => done({ status: 0 });
    request.onabort = () => done({ status: -1 });
    signal?.addEventListener("abort", () => request.abort());
    request.send(body);
  });
}
