/** Turns administrators' requests into intents. */
@NullMarked
package dcm.user.rest;

import org.jspecify.annotations.NullMarked;
