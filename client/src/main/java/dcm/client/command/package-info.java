/** The commands of this program alone, and what it does instead of the SSH gateway. */
@NullMarked
package dcm.client.command;

import org.jspecify.annotations.NullMarked;
