/** Secrets that stand encrypted where others can read: under which keys, in which bytes, and how a configuration refers to them. */
package io.streambus.connect.secret;
