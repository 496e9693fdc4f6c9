/**
 * Many accounts at once: read from a file, compared with what is there, opened and changed; and written to a file.
 */
@NullMarked
package dcm.user.bulk;

import org.jspecify.annotations.NullMarked;
