/**
 * Looks at the host and its engine with the eyes of an administrator whose users share it, and says what should be different.
 */
@NullMarked
package dcm.worker.doctor;

import org.jspecify.annotations.NullMarked;
