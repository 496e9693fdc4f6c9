/** Completion candidates for command arguments. */
@NullMarked
package dcm.shell.completion;

import org.jspecify.annotations.NullMarked;
