import { GATE, runAll } from "./checks";

runAll(GATE);
