/** A release, installed on new machines. */
package dcm.journey.install;
