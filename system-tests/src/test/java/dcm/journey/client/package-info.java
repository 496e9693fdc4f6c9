/** The program dcm on a user's own machine. */
package dcm.journey.client;
