/** Ends the access of removed hosts to the broker. Knows nothing about decisions. */
@NullMarked
package dcm.command.access;

import org.jspecify.annotations.NullMarked;
