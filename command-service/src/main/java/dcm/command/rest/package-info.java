/**
 * The doors for intents: reads requests, appends intents, answers with what became of them. Decides nothing.
 */
@NullMarked
package dcm.command.rest;

import org.jspecify.annotations.NullMarked;
