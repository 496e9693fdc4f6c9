/** Completion scripts for shells, generated from the commands. */
@NullMarked
package dcm.cli.completion;

import org.jspecify.annotations.NullMarked;
