/**
 * How administrators' requests become intents, whatever they are about.
 */
@NullMarked
package dcm.user.rest;

import org.jspecify.annotations.NullMarked;
