// What the labelling page has in common with all pages; here nobody needs it in the first moment.

import "../../page.js";
import "../../sign-out.js";

/** Nothing is given to the editor: these parts work on the whole page. */
export function give() {}
