/** Intents: what users and DCM itself request, recorded before anything is done. */
@NullMarked
package dcm.contract.intent;

import org.jspecify.annotations.NullMarked;
