// Exit this page (R3): the links work without this file. With it the page is blank at once, and pressing
// Shift three times within five seconds leaves too. Our own /exit then ends the visit.
(() => {
  const root = document.documentElement;
  let presses = [];

  const leave = () => {
    root.className = "gone";
    document.title = "\u00a0";
    dispatchEvent(new Event("leaving")); // cameras go off
    location.replace("/exit");
  };

  const say = (left) => {
    const status = document.getElementById("presses");
    root.dataset.presses = 3 - left;
    status.textContent = status.dataset[left === 2 ? "two" : "one"];
    setTimeout(() => { if (!presses.some(recent)) { delete root.dataset.presses; status.textContent = ""; } }, 5100);
  };

  const recent = (moment) => performance.now() - moment < 5000;

  document.addEventListener("keyup", (event) => {
    if (event.key !== "Shift") { presses = []; return; }
    presses = presses.filter(recent).concat(performance.now());
    if (presses.length >= 3) leave(); else say(3 - presses.length);
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest('a[href="/exit"]');
    if (link) { event.preventDefault(); leave(); }
  });

  // A page brought back from the browser's memory after leaving must not show again.
  addEventListener("pageshow", (event) => { if (event.persisted && root.className === "gone") location.replace("/"); });
})();
