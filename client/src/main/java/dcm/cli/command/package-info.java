/** The commands of this program alone, and what it does instead of the SSH gateway. */
@NullMarked
package dcm.cli.command;

import org.jspecify.annotations.NullMarked;
