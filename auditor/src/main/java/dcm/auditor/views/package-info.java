/**
 * What the tables of projection-service say.
 */
@NullMarked
package dcm.auditor.views;

import org.jspecify.annotations.NullMarked;
