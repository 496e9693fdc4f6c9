/** What can be written where a command wants a name, for the line editor to offer. */
@NullMarked
package dcm.shell.completion;

import org.jspecify.annotations.NullMarked;
