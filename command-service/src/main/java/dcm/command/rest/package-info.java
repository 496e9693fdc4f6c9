/**
 * The REST endpoints for intents: they parse requests, append intents, and answer with the outcome. They decide
 * nothing.
 */
@NullMarked
package dcm.command.rest;

import org.jspecify.annotations.NullMarked;
