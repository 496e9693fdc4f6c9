/** Appends intents to the log and waits for their outcomes. Makes no decisions and reads no views. */
@NullMarked
package dcm.intent;

import org.jspecify.annotations.NullMarked;
