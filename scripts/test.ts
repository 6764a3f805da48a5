import { DATABASE, GATE, inPage, journeys, runAll } from "./checks";
import { findChromium } from "./chromium";

const chromium = findChromium();
runAll([...GATE, DATABASE, inPage(chromium), journeys(chromium)]);
