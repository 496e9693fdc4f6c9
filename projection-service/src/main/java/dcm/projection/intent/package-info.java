/**
 * The intent view: what was asked for, how far it has come, how it ended.
 */
@NullMarked
package dcm.projection.intent;

import org.jspecify.annotations.NullMarked;
