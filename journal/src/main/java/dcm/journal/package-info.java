/**
 * Appending intents to the log, and waiting for what becomes of them. Decides nothing, and reads no view.
 */
@NullMarked
package dcm.journal;

import org.jspecify.annotations.NullMarked;
