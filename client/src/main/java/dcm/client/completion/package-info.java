/** Completion scripts for shells, generated from the commands. */
@NullMarked
package dcm.client.completion;

import org.jspecify.annotations.NullMarked;
