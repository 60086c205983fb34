// What stands behind the `#` (a screen's code) goes along to whichever meeting is chosen.
for (const link of document.querySelectorAll("[data-carries] a")) /** @type {HTMLAnchorElement} */ (link).hash = location.hash;
