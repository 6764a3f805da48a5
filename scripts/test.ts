import { DATABASE, GATE, journeys, runAll } from "./checks";
import { findChromium } from "./chromium";

runAll([...GATE, DATABASE, journeys(findChromium())]);
