/**
 * The answers that clients received.
 */
@NullMarked
package dcm.auditor.received;

import org.jspecify.annotations.NullMarked;
