/** What all commands share: the session, sending requests and waiting for intents, exit codes. */
@NullMarked
package dcm.shell.command;

import org.jspecify.annotations.NullMarked;
