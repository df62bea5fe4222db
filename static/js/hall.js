// What pages of events have besides; it stands before main.js, which wakes the page.
import "./console.js";
import "./podium.js";
import "./session.js";
