/** Notices: short-lived hints from workers about progress. */
@NullMarked
package dcm.contract.notification;

import org.jspecify.annotations.NullMarked;
