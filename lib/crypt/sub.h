/* sub.h: the numbers of EN 319 102-1's reasons, until einv/signature.h is here
 * and says them for everybody.
 */
#ifndef EINV_LIB_CRYPT_SUB_H
#define EINV_LIB_CRYPT_SUB_H

typedef enum einv_sub_indication {
    EINV_SUB_NONE = 0,
    EINV_SUB_FORMAT_FAILURE = 1,
    EINV_SUB_HASH_FAILURE = 2,
    EINV_SUB_SIG_CRYPTO_FAILURE = 3,
    EINV_SUB_REVOKED = 4,
    EINV_SUB_EXPIRED = 5,
    EINV_SUB_NOT_YET_VALID = 6,
    EINV_SUB_SIG_CONSTRAINTS_FAILURE = 7,
    EINV_SUB_CHAIN_CONSTRAINTS_FAILURE = 8,
    EINV_SUB_CERTIFICATE_CHAIN_GENERAL_FAILURE = 9,
    EINV_SUB_CRYPTO_CONSTRAINTS_FAILURE = 10,
    EINV_SUB_POLICY_PROCESSING_ERROR = 11,
    EINV_SUB_SIGNATURE_POLICY_NOT_AVAILABLE = 12,
    EINV_SUB_TIMESTAMP_ORDER_FAILURE = 13,
    EINV_SUB_NO_SIGNING_CERTIFICATE_FOUND = 14,
    EINV_SUB_NO_CERTIFICATE_CHAIN_FOUND = 15,
    EINV_SUB_NO_POE = 16,
    EINV_SUB_REVOKED_NO_POE = 17,
    EINV_SUB_REVOKED_CA_NO_POE = 18,
    EINV_SUB_OUT_OF_BOUNDS_NO_POE = 19,
    EINV_SUB_OUT_OF_BOUNDS_NOT_REVOKED = 20,
    EINV_SUB_CRYPTO_CONSTRAINTS_FAILURE_NO_POE = 21,
    EINV_SUB_TRY_LATER = 22,
    EINV_SUB_SIGNED_DATA_NOT_FOUND = 23,
    EINV_SUB_COVERAGE = 64,          /**< something of the invoice is outside */
    EINV_SUB_TRANSFORM = 65,         /**< one that the profile does not have */
    EINV_SUB_TRANSFORM_LIMIT = 66,
    EINV_SUB_REFERENCE_URI = 67,     /**< a form that the profile lacks */
    EINV_SUB_REFERENCE_LIMIT = 68,
    EINV_SUB_SIGNATURE_LIMIT = 69,
    EINV_SUB_DUPLICATE_ID = 70,
    EINV_SUB_ALGORITHM = 71,         /**< refused by the profile */
    EINV_SUB_ALGORITHM_UNKNOWN = 72, /**< nobody here can work it out */
    EINV_SUB_C14N = 73               /**< what is signed has no canonical form */
} einv_sub_indication;

typedef enum einv_revocation_mode {
    EINV_REVOCATION_IF_GIVEN = 0, /**< what is there is used; none is no fault */
    EINV_REVOCATION_REQUIRED = 1, /**< none: INDETERMINATE, TRY_LATER */
    EINV_REVOCATION_OFF = 2
} einv_revocation_mode;

#endif
