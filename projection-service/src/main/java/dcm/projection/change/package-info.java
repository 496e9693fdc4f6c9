/**
 * Publishes changes of the views to clients that follow them. It knows which views an event changes, keeps the recent changes, and
 * delivers them; it does not know what the views look like.
 */
@NullMarked
package dcm.projection.change;

import org.jspecify.annotations.NullMarked;
