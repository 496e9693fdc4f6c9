/** What all commands have in common: for whom they are, how they ask and follow what they asked for, how they end. */
@NullMarked
package dcm.shell.command;

import org.jspecify.annotations.NullMarked;
