import { router } from "../init";
import { me } from "./me";
import { signUp } from "./sign-up";
import { signUpPolicy } from "./sign-up-policy";

export const accountRouter = router({ me, signUp, signUpPolicy });
