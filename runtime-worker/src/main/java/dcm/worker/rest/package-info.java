/**
 * What is inside containers, told to the people whose they are: read-only, and asked by projection-service on their behalf.
 */
@NullMarked
package dcm.worker.rest;

import org.jspecify.annotations.NullMarked;
