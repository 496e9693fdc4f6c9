/**
 * Deletes the users of workers at the broker and the image registry when a host is removed or joins again. Knows nothing
 * about decisions.
 */
@NullMarked
package dcm.command.access;

import org.jspecify.annotations.NullMarked;
