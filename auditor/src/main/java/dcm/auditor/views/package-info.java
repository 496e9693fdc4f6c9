/**
 * The contents of projection-service's tables.
 */
@NullMarked
package dcm.auditor.views;

import org.jspecify.annotations.NullMarked;
