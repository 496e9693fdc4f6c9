/** The commands that people type, as one tree. */
@NullMarked
package dcm.shell;

import org.jspecify.annotations.NullMarked;
