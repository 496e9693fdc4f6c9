/** Accounts: creation, sign-ins, quotas, options granted, transfer and removal. */
package dcm.journey.account;
