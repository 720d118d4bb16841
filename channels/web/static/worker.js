// Looks for the number that makes this hash (altcha's scheme): one after another, until it is there.
onmessage = async ({ data }) => {
  const text = new TextEncoder();
  const wanted = data.challenge.match(/../g).map((pair) => parseInt(pair, 16));
  for (let number = 0; number <= data.maxNumber; number += 1) {
    const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", text.encode(data.salt + number)));
    if (wanted.every((byte, at) => hash[at] === byte)) {
      const { algorithm, challenge, salt, signature } = data;
      postMessage(btoa(JSON.stringify({ algorithm, challenge, number, salt, signature })));
      return;
    }
  }
  postMessage("");
};
