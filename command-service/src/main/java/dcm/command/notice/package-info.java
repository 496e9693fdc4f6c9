/**
 * Hearing how far hosts have come, for those who wait.
 */
@NullMarked
package dcm.command.notice;

import org.jspecify.annotations.NullMarked;
