/* terms.h: the numbers of terms and groups.
 *
 * Made by build-aux/terms.py from schemas/model.xml; do not edit.
 *
 * BT-n is n and BG-n is 1000 + n of EN 16931-1:2017+A1:2019;
 * XT-n is 5000 + n and XG-n is 6000 + n: einv's own (doc/model.md).  A path
 * that a constant names is said beside it.  Numbers are permanent.
 */
#ifndef EINV_TERMS_H
#define EINV_TERMS_H

enum {
    EINV_BT_INVOICE_NUMBER = 1,
        /* BT-1 number */
    EINV_BT_INVOICE_ISSUE_DATE = 2,
        /* BT-2 issue_date */
    EINV_BT_INVOICE_TYPE_CODE = 3,
        /* BT-3 type_code */
    EINV_BT_INVOICE_CURRENCY_CODE = 5,
        /* BT-5 currency */
    EINV_BT_VAT_ACCOUNTING_CURRENCY_CODE = 6,
        /* BT-6 tax_currency */
    EINV_BT_VALUE_ADDED_TAX_POINT_DATE = 7,
        /* BT-7 tax_point_date */
    EINV_BT_VALUE_ADDED_TAX_POINT_DATE_CODE = 8,
        /* BT-8 tax_point_date_code */
    EINV_BT_PAYMENT_DUE_DATE = 9,
        /* BT-9 due_date */
    EINV_BT_BUYER_REFERENCE = 10,
        /* BT-10 buyer_reference */
    EINV_BT_PROJECT_REFERENCE = 11,
        /* BT-11 project_reference */
    EINV_BT_CONTRACT_REFERENCE = 12,
        /* BT-12 contract_reference */
    EINV_BT_PURCHASE_ORDER_REFERENCE = 13,
        /* BT-13 purchase_order_reference */
    EINV_BT_SALES_ORDER_REFERENCE = 14,
        /* BT-14 sales_order_reference */
    EINV_BT_RECEIVING_ADVICE_REFERENCE = 15,
        /* BT-15 receiving_advice_reference */
    EINV_BT_DESPATCH_ADVICE_REFERENCE = 16,
        /* BT-16 despatch_advice_reference */
    EINV_BT_TENDER_OR_LOT_REFERENCE = 17,
        /* BT-17 tender_reference */
    EINV_BT_INVOICED_OBJECT_IDENTIFIER = 18,
        /* BT-18 invoiced_object */
    EINV_BT_BUYER_ACCOUNTING_REFERENCE = 19,
        /* BT-19 accounting_reference */
    EINV_BT_PAYMENT_TERMS = 20,
        /* BT-20 payment_terms */
    EINV_BT_INVOICE_NOTE_SUBJECT_CODE = 21,
        /* BT-21 notes/subject_code */
    EINV_BT_INVOICE_NOTE = 22,
        /* BT-22 notes/text */
    EINV_BT_BUSINESS_PROCESS_TYPE = 23,
        /* BT-23 process/business_process */
    EINV_BT_SPECIFICATION_IDENTIFIER = 24,
        /* BT-24 process/specification */
    EINV_BT_PRECEDING_INVOICE_REFERENCE = 25,
        /* BT-25 preceding_invoices/number */
    EINV_BT_PRECEDING_INVOICE_ISSUE_DATE = 26,
        /* BT-26 preceding_invoices/issue_date */
    EINV_BT_SELLER_NAME = 27,
        /* BT-27 seller/name */
    EINV_BT_SELLER_TRADING_NAME = 28,
        /* BT-28 seller/trading_name */
    EINV_BT_SELLER_IDENTIFIER = 29,
        /* BT-29 seller/identifiers */
    EINV_BT_SELLER_LEGAL_REGISTRATION_IDENTIFIER = 30,
        /* BT-30 seller/legal_id */
    EINV_BT_SELLER_VAT_IDENTIFIER = 31,
        /* BT-31 seller/vat_id */
    EINV_BT_SELLER_TAX_REGISTRATION_IDENTIFIER = 32,
        /* BT-32 seller/tax_id */
    EINV_BT_SELLER_ADDITIONAL_LEGAL_INFORMATION = 33,
        /* BT-33 seller/legal_info */
    EINV_BT_SELLER_ELECTRONIC_ADDRESS = 34,
        /* BT-34 seller/endpoint */
    EINV_BT_SELLER_ADDRESS_LINE_1 = 35,
        /* BT-35 seller/address/line1 */
    EINV_BT_SELLER_ADDRESS_LINE_2 = 36,
        /* BT-36 seller/address/line2 */
    EINV_BT_SELLER_CITY = 37,
        /* BT-37 seller/address/city */
    EINV_BT_SELLER_POST_CODE = 38,
        /* BT-38 seller/address/post_code */
    EINV_BT_SELLER_COUNTRY_SUBDIVISION = 39,
        /* BT-39 seller/address/subdivision */
    EINV_BT_SELLER_COUNTRY_CODE = 40,
        /* BT-40 seller/address/country */
    EINV_BT_SELLER_CONTACT_POINT = 41,
        /* BT-41 seller/contact/name */
    EINV_BT_SELLER_CONTACT_TELEPHONE_NUMBER = 42,
        /* BT-42 seller/contact/telephone */
    EINV_BT_SELLER_CONTACT_EMAIL_ADDRESS = 43,
        /* BT-43 seller/contact/email */
    EINV_BT_BUYER_NAME = 44,
        /* BT-44 buyer/name */
    EINV_BT_BUYER_TRADING_NAME = 45,
        /* BT-45 buyer/trading_name */
    EINV_BT_BUYER_IDENTIFIER = 46,
        /* BT-46 buyer/identifiers */
    EINV_BT_BUYER_LEGAL_REGISTRATION_IDENTIFIER = 47,
        /* BT-47 buyer/legal_id */
    EINV_BT_BUYER_VAT_IDENTIFIER = 48,
        /* BT-48 buyer/vat_id */
    EINV_BT_BUYER_ELECTRONIC_ADDRESS = 49,
        /* BT-49 buyer/endpoint */
    EINV_BT_BUYER_ADDRESS_LINE_1 = 50,
        /* BT-50 buyer/address/line1 */
    EINV_BT_BUYER_ADDRESS_LINE_2 = 51,
        /* BT-51 buyer/address/line2 */
    EINV_BT_BUYER_CITY = 52,
        /* BT-52 buyer/address/city */
    EINV_BT_BUYER_POST_CODE = 53,
        /* BT-53 buyer/address/post_code */
    EINV_BT_BUYER_COUNTRY_SUBDIVISION = 54,
        /* BT-54 buyer/address/subdivision */
    EINV_BT_BUYER_COUNTRY_CODE = 55,
        /* BT-55 buyer/address/country */
    EINV_BT_BUYER_CONTACT_POINT = 56,
        /* BT-56 buyer/contact/name */
    EINV_BT_BUYER_CONTACT_TELEPHONE_NUMBER = 57,
        /* BT-57 buyer/contact/telephone */
    EINV_BT_BUYER_CONTACT_EMAIL_ADDRESS = 58,
        /* BT-58 buyer/contact/email */
    EINV_BT_PAYEE_NAME = 59,
        /* BT-59 payee/name */
    EINV_BT_PAYEE_IDENTIFIER = 60,
        /* BT-60 payee/identifiers */
    EINV_BT_PAYEE_LEGAL_REGISTRATION_IDENTIFIER = 61,
        /* BT-61 payee/legal_id */
    EINV_BT_SELLER_TAX_REPRESENTATIVE_NAME = 62,
        /* BT-62 tax_representative/name */
    EINV_BT_SELLER_TAX_REPRESENTATIVE_VAT_IDENTIFIER = 63,
        /* BT-63 tax_representative/vat_id */
    EINV_BT_TAX_REPRESENTATIVE_ADDRESS_LINE_1 = 64,
        /* BT-64 tax_representative/address/line1 */
    EINV_BT_TAX_REPRESENTATIVE_ADDRESS_LINE_2 = 65,
        /* BT-65 tax_representative/address/line2 */
    EINV_BT_TAX_REPRESENTATIVE_CITY = 66,
        /* BT-66 tax_representative/address/city */
    EINV_BT_TAX_REPRESENTATIVE_POST_CODE = 67,
        /* BT-67 tax_representative/address/post_code */
    EINV_BT_TAX_REPRESENTATIVE_COUNTRY_SUBDIVISION = 68,
        /* BT-68 tax_representative/address/subdivision */
    EINV_BT_TAX_REPRESENTATIVE_COUNTRY_CODE = 69,
        /* BT-69 tax_representative/address/country */
    EINV_BT_DELIVER_TO_PARTY_NAME = 70,
        /* BT-70 delivery/name */
    EINV_BT_DELIVER_TO_LOCATION_IDENTIFIER = 71,
        /* BT-71 delivery/location */
    EINV_BT_ACTUAL_DELIVERY_DATE = 72,
        /* BT-72 delivery/date */
    EINV_BT_INVOICING_PERIOD_START_DATE = 73,
        /* BT-73 period/start_date */
    EINV_BT_INVOICING_PERIOD_END_DATE = 74,
        /* BT-74 period/end_date */
    EINV_BT_DELIVER_TO_ADDRESS_LINE_1 = 75,
        /* BT-75 delivery/address/line1 */
    EINV_BT_DELIVER_TO_ADDRESS_LINE_2 = 76,
        /* BT-76 delivery/address/line2 */
    EINV_BT_DELIVER_TO_CITY = 77,
        /* BT-77 delivery/address/city */
    EINV_BT_DELIVER_TO_POST_CODE = 78,
        /* BT-78 delivery/address/post_code */
    EINV_BT_DELIVER_TO_COUNTRY_SUBDIVISION = 79,
        /* BT-79 delivery/address/subdivision */
    EINV_BT_DELIVER_TO_COUNTRY_CODE = 80,
        /* BT-80 delivery/address/country */
    EINV_BT_PAYMENT_MEANS_TYPE_CODE = 81,
        /* BT-81 payments/means_code */
    EINV_BT_PAYMENT_MEANS_TEXT = 82,
        /* BT-82 payments/means_text */
    EINV_BT_REMITTANCE_INFORMATION = 83,
        /* BT-83 remittance_information */
    EINV_BT_PAYMENT_ACCOUNT_IDENTIFIER = 84,
        /* BT-84 payments/credit_transfer/account */
    EINV_BT_PAYMENT_ACCOUNT_NAME = 85,
        /* BT-85 payments/credit_transfer/name */
    EINV_BT_PAYMENT_SERVICE_PROVIDER_IDENTIFIER = 86,
        /* BT-86 payments/credit_transfer/provider */
    EINV_BT_PAYMENT_CARD_PRIMARY_ACCOUNT_NUMBER = 87,
        /* BT-87 payments/card/number */
    EINV_BT_PAYMENT_CARD_HOLDER_NAME = 88,
        /* BT-88 payments/card/holder */
    EINV_BT_MANDATE_REFERENCE_IDENTIFIER = 89,
        /* BT-89 direct_debit/mandate */
    EINV_BT_BANK_ASSIGNED_CREDITOR_IDENTIFIER = 90,
        /* BT-90 direct_debit/creditor */
    EINV_BT_DEBITED_ACCOUNT_IDENTIFIER = 91,
        /* BT-91 payments/debited_account */
    EINV_BT_DOCUMENT_LEVEL_ALLOWANCE_AMOUNT = 92,
        /* BT-92 allowances/amount */
    EINV_BT_DOCUMENT_LEVEL_ALLOWANCE_BASE_AMOUNT = 93,
        /* BT-93 allowances/base */
    EINV_BT_DOCUMENT_LEVEL_ALLOWANCE_PERCENTAGE = 94,
        /* BT-94 allowances/percent */
    EINV_BT_DOCUMENT_LEVEL_ALLOWANCE_VAT_CATEGORY_CODE = 95,
        /* BT-95 allowances/vat_category */
    EINV_BT_DOCUMENT_LEVEL_ALLOWANCE_VAT_RATE = 96,
        /* BT-96 allowances/vat_rate */
    EINV_BT_DOCUMENT_LEVEL_ALLOWANCE_REASON = 97,
        /* BT-97 allowances/reason */
    EINV_BT_DOCUMENT_LEVEL_ALLOWANCE_REASON_CODE = 98,
        /* BT-98 allowances/reason_code */
    EINV_BT_DOCUMENT_LEVEL_CHARGE_AMOUNT = 99,
        /* BT-99 charges/amount */
    EINV_BT_DOCUMENT_LEVEL_CHARGE_BASE_AMOUNT = 100,
        /* BT-100 charges/base */
    EINV_BT_DOCUMENT_LEVEL_CHARGE_PERCENTAGE = 101,
        /* BT-101 charges/percent */
    EINV_BT_DOCUMENT_LEVEL_CHARGE_VAT_CATEGORY_CODE = 102,
        /* BT-102 charges/vat_category */
    EINV_BT_DOCUMENT_LEVEL_CHARGE_VAT_RATE = 103,
        /* BT-103 charges/vat_rate */
    EINV_BT_DOCUMENT_LEVEL_CHARGE_REASON = 104,
        /* BT-104 charges/reason */
    EINV_BT_DOCUMENT_LEVEL_CHARGE_REASON_CODE = 105,
        /* BT-105 charges/reason_code */
    EINV_BT_SUM_OF_INVOICE_LINE_NET_AMOUNT = 106,
        /* BT-106 totals/lines */
    EINV_BT_SUM_OF_ALLOWANCES_ON_DOCUMENT_LEVEL = 107,
        /* BT-107 totals/allowances */
    EINV_BT_SUM_OF_CHARGES_ON_DOCUMENT_LEVEL = 108,
        /* BT-108 totals/charges */
    EINV_BT_INVOICE_TOTAL_AMOUNT_WITHOUT_VAT = 109,
        /* BT-109 totals/net */
    EINV_BT_INVOICE_TOTAL_VAT_AMOUNT = 110,
        /* BT-110 totals/vat */
    EINV_BT_INVOICE_TOTAL_VAT_AMOUNT_IN_ACCOUNTING_CURRENCY = 111,
        /* BT-111 totals/vat_accounting */
    EINV_BT_INVOICE_TOTAL_AMOUNT_WITH_VAT = 112,
        /* BT-112 totals/gross */
    EINV_BT_PAID_AMOUNT = 113,
        /* BT-113 totals/paid */
    EINV_BT_ROUNDING_AMOUNT = 114,
        /* BT-114 totals/rounding */
    EINV_BT_AMOUNT_DUE_FOR_PAYMENT = 115,
        /* BT-115 totals/due */
    EINV_BT_VAT_CATEGORY_TAXABLE_AMOUNT = 116,
        /* BT-116 vat_breakdown/base */
    EINV_BT_VAT_CATEGORY_TAX_AMOUNT = 117,
        /* BT-117 vat_breakdown/amount */
    EINV_BT_VAT_CATEGORY_CODE = 118,
        /* BT-118 vat_breakdown/category */
    EINV_BT_VAT_CATEGORY_RATE = 119,
        /* BT-119 vat_breakdown/rate */
    EINV_BT_VAT_EXEMPTION_REASON_TEXT = 120,
        /* BT-120 vat_breakdown/exemption_reason */
    EINV_BT_VAT_EXEMPTION_REASON_CODE = 121,
        /* BT-121 vat_breakdown/exemption_code */
    EINV_BT_SUPPORTING_DOCUMENT_REFERENCE = 122,
        /* BT-122 attachments/reference */
    EINV_BT_SUPPORTING_DOCUMENT_DESCRIPTION = 123,
        /* BT-123 attachments/description */
    EINV_BT_EXTERNAL_DOCUMENT_LOCATION = 124,
        /* BT-124 attachments/location */
    EINV_BT_ATTACHED_DOCUMENT = 125,
        /* BT-125 attachments/content */
    EINV_BT_INVOICE_LINE_IDENTIFIER = 126,
        /* BT-126 lines/id */
    EINV_BT_INVOICE_LINE_NOTE = 127,
        /* BT-127 lines/note */
    EINV_BT_INVOICE_LINE_OBJECT_IDENTIFIER = 128,
        /* BT-128 lines/object */
    EINV_BT_INVOICED_QUANTITY = 129,
        /* BT-129 lines/quantity */
    EINV_BT_INVOICED_QUANTITY_UNIT_OF_MEASURE_CODE = 130,
        /* BT-130 lines/unit */
    EINV_BT_INVOICE_LINE_NET_AMOUNT = 131,
        /* BT-131 lines/net_amount */
    EINV_BT_REFERENCED_PURCHASE_ORDER_LINE_REFERENCE = 132,
        /* BT-132 lines/order_line */
    EINV_BT_INVOICE_LINE_BUYER_ACCOUNTING_REFERENCE = 133,
        /* BT-133 lines/accounting_reference */
    EINV_BT_INVOICE_LINE_PERIOD_START_DATE = 134,
        /* BT-134 lines/period/start_date */
    EINV_BT_INVOICE_LINE_PERIOD_END_DATE = 135,
        /* BT-135 lines/period/end_date */
    EINV_BT_INVOICE_LINE_ALLOWANCE_AMOUNT = 136,
        /* BT-136 lines/allowances/amount */
    EINV_BT_INVOICE_LINE_ALLOWANCE_BASE_AMOUNT = 137,
        /* BT-137 lines/allowances/base */
    EINV_BT_INVOICE_LINE_ALLOWANCE_PERCENTAGE = 138,
        /* BT-138 lines/allowances/percent */
    EINV_BT_INVOICE_LINE_ALLOWANCE_REASON = 139,
        /* BT-139 lines/allowances/reason */
    EINV_BT_INVOICE_LINE_ALLOWANCE_REASON_CODE = 140,
        /* BT-140 lines/allowances/reason_code */
    EINV_BT_INVOICE_LINE_CHARGE_AMOUNT = 141,
        /* BT-141 lines/charges/amount */
    EINV_BT_INVOICE_LINE_CHARGE_BASE_AMOUNT = 142,
        /* BT-142 lines/charges/base */
    EINV_BT_INVOICE_LINE_CHARGE_PERCENTAGE = 143,
        /* BT-143 lines/charges/percent */
    EINV_BT_INVOICE_LINE_CHARGE_REASON = 144,
        /* BT-144 lines/charges/reason */
    EINV_BT_INVOICE_LINE_CHARGE_REASON_CODE = 145,
        /* BT-145 lines/charges/reason_code */
    EINV_BT_ITEM_NET_PRICE = 146,
        /* BT-146 lines/price/net */
    EINV_BT_ITEM_PRICE_DISCOUNT = 147,
        /* BT-147 lines/price/discount */
    EINV_BT_ITEM_GROSS_PRICE = 148,
        /* BT-148 lines/price/gross */
    EINV_BT_ITEM_PRICE_BASE_QUANTITY = 149,
        /* BT-149 lines/price/base_quantity */
    EINV_BT_ITEM_PRICE_BASE_QUANTITY_UNIT_OF_MEASURE_CODE = 150,
        /* BT-150 lines/price/base_unit */
    EINV_BT_INVOICED_ITEM_VAT_CATEGORY_CODE = 151,
        /* BT-151 lines/vat_category */
    EINV_BT_INVOICED_ITEM_VAT_RATE = 152,
        /* BT-152 lines/vat_rate */
    EINV_BT_ITEM_NAME = 153,
        /* BT-153 lines/item/name */
    EINV_BT_ITEM_DESCRIPTION = 154,
        /* BT-154 lines/item/description */
    EINV_BT_ITEM_SELLERS_IDENTIFIER = 155,
        /* BT-155 lines/item/seller_id */
    EINV_BT_ITEM_BUYERS_IDENTIFIER = 156,
        /* BT-156 lines/item/buyer_id */
    EINV_BT_ITEM_STANDARD_IDENTIFIER = 157,
        /* BT-157 lines/item/standard_id */
    EINV_BT_ITEM_CLASSIFICATION_IDENTIFIER = 158,
        /* BT-158 lines/item/classifications */
    EINV_BT_ITEM_COUNTRY_OF_ORIGIN = 159,
        /* BT-159 lines/item/origin */
    EINV_BT_ITEM_ATTRIBUTE_NAME = 160,
        /* BT-160 lines/item/attributes/name */
    EINV_BT_ITEM_ATTRIBUTE_VALUE = 161,
        /* BT-161 lines/item/attributes/value */
    EINV_BT_SELLER_ADDRESS_LINE_3 = 162,
        /* BT-162 seller/address/line3 */
    EINV_BT_BUYER_ADDRESS_LINE_3 = 163,
        /* BT-163 buyer/address/line3 */
    EINV_BT_TAX_REPRESENTATIVE_ADDRESS_LINE_3 = 164,
        /* BT-164 tax_representative/address/line3 */
    EINV_BT_DELIVER_TO_ADDRESS_LINE_3 = 165,
        /* BT-165 delivery/address/line3 */
    EINV_BG_INVOICE_NOTE = 1001,
        /* BG-1 notes */
    EINV_BG_PROCESS_CONTROL = 1002,
        /* BG-2 process */
    EINV_BG_PRECEDING_INVOICE_REFERENCE = 1003,
        /* BG-3 preceding_invoices */
    EINV_BG_SELLER = 1004,
        /* BG-4 seller */
    EINV_BG_SELLER_POSTAL_ADDRESS = 1005,
        /* BG-5 seller/address */
    EINV_BG_SELLER_CONTACT = 1006,
        /* BG-6 seller/contact */
    EINV_BG_BUYER = 1007,
        /* BG-7 buyer */
    EINV_BG_BUYER_POSTAL_ADDRESS = 1008,
        /* BG-8 buyer/address */
    EINV_BG_BUYER_CONTACT = 1009,
        /* BG-9 buyer/contact */
    EINV_BG_PAYEE = 1010,
        /* BG-10 payee */
    EINV_BG_SELLER_TAX_REPRESENTATIVE_PARTY = 1011,
        /* BG-11 tax_representative */
    EINV_BG_SELLER_TAX_REPRESENTATIVE_POSTAL_ADDRESS = 1012,
        /* BG-12 tax_representative/address */
    EINV_BG_DELIVERY_INFORMATION = 1013,
        /* BG-13 delivery */
    EINV_BG_INVOICING_PERIOD = 1014,
        /* BG-14 period */
    EINV_BG_DELIVER_TO_ADDRESS = 1015,
        /* BG-15 delivery/address */
    EINV_BG_PAYMENT_INSTRUCTIONS = 1016,
        /* BG-16 payments */
    EINV_BG_CREDIT_TRANSFER = 1017,
        /* BG-17 payments/credit_transfer */
    EINV_BG_PAYMENT_CARD_INFORMATION = 1018,
        /* BG-18 payments/card */
    EINV_BG_DIRECT_DEBIT = 1019,
        /* BG-19 direct_debit */
    EINV_BG_DOCUMENT_LEVEL_ALLOWANCES = 1020,
        /* BG-20 allowances */
    EINV_BG_DOCUMENT_LEVEL_CHARGES = 1021,
        /* BG-21 charges */
    EINV_BG_DOCUMENT_TOTALS = 1022,
        /* BG-22 totals */
    EINV_BG_VAT_BREAKDOWN = 1023,
        /* BG-23 vat_breakdown */
    EINV_BG_ADDITIONAL_SUPPORTING_DOCUMENTS = 1024,
        /* BG-24 attachments */
    EINV_BG_INVOICE_LINE = 1025,
        /* BG-25 lines */
    EINV_BG_INVOICE_LINE_PERIOD = 1026,
        /* BG-26 lines/period */
    EINV_BG_INVOICE_LINE_ALLOWANCES = 1027,
        /* BG-27 lines/allowances */
    EINV_BG_INVOICE_LINE_CHARGES = 1028,
        /* BG-28 lines/charges */
    EINV_BG_PRICE_DETAILS = 1029,
        /* BG-29 lines/price */
    EINV_BG_LINE_VAT_INFORMATION = 1030,
        /* BG-30 lines */
    EINV_BG_ITEM_INFORMATION = 1031,
        /* BG-31 lines/item */
    EINV_BG_ITEM_ATTRIBUTES = 1032,
        /* BG-32 lines/item/attributes */
    EINV_XT_INVOICE_ISSUE_TIME = 5001,
        /* XT-1 issue_time */
    EINV_XT_INVOICE_SUBTYPE = 5002,
        /* XT-2 subtype */
    EINV_XT_PROJECT_NAME = 5003,
        /* XT-3 project_name */
    EINV_XT_PRECEDING_INVOICE_AUTHORITY_IDENTIFIER = 5020,
        /* XT-20 preceding_invoices/authority_id */
    EINV_XT_CORRECTION_REASON_CODE = 5021,
        /* XT-21 preceding_invoices/reason_code */
    EINV_XT_CORRECTION_REASON = 5022,
        /* XT-22 preceding_invoices/reason */
    EINV_XT_CORRECTION_NUMBER = 5023,
        /* XT-23 preceding_invoices/correction_number */
    EINV_XT_CORRECTION_DATE = 5024,
        /* XT-24 preceding_invoices/correction_date */
    EINV_XT_CORRECTION_CONFIRMATION_NUMBER = 5025,
        /* XT-25 preceding_invoices/confirmation */
    EINV_XT_SUPPORTING_DOCUMENT_TYPE_CODE = 5030,
        /* XT-30 attachments/type_code */
    EINV_XT_DOCUMENT_LEVEL_ALLOWANCE_VAT_EXEMPTION_REASON_TEXT = 5040,
        /* XT-40 allowances/exemption_reason */
    EINV_XT_DOCUMENT_LEVEL_ALLOWANCE_VAT_EXEMPTION_REASON_CODE = 5041,
        /* XT-41 allowances/exemption_code */
    EINV_XT_DOCUMENT_LEVEL_CHARGE_VAT_EXEMPTION_REASON_TEXT = 5042,
        /* XT-42 charges/exemption_reason */
    EINV_XT_DOCUMENT_LEVEL_CHARGE_VAT_EXEMPTION_REASON_CODE = 5043,
        /* XT-43 charges/exemption_code */
    EINV_XT_DEBITED_ACCOUNT_NAME = 5100,
        /* XT-100 payments/debited_name */
    EINV_XT_DEBITED_ACCOUNT_SERVICE_PROVIDER_IDENTIFIER = 5101,
        /* XT-101 payments/debited_provider */
    EINV_XT_PAYMENT_MEANS_DUE_DATE = 5102,
        /* XT-102 payments/due_date */
    EINV_XT_PAYMENT_QR_CONTENT = 5103,
        /* XT-103 payments/qr */
    EINV_XT_PAYMENT_CARD_NETWORK = 5104,
        /* XT-104 payments/card/network */
    EINV_XT_PAYMENT_SERVICE_PROVIDER_NAME = 5105,
        /* XT-105 payments/credit_transfer/provider_name */
    EINV_XT_BENEFICIARY_CODE = 5106,
        /* XT-106 payments/credit_transfer/beneficiary_code */
    EINV_XT_INSTALMENT_IDENTIFIER = 5110,
        /* XT-110 instalments/id */
    EINV_XT_INSTALMENT_TERMS = 5111,
        /* XT-111 instalments/terms */
    EINV_XT_INSTALMENT_DUE_DATE = 5112,
        /* XT-112 instalments/due_date */
    EINV_XT_INSTALMENT_PERCENTAGE = 5113,
        /* XT-113 instalments/percent */
    EINV_XT_INSTALMENT_PAYMENT_MEANS = 5114,
        /* XT-114 instalments/means_code */
    EINV_XT_ADVANCE_PAYMENT_IDENTIFIER = 5120,
        /* XT-120 advance_payments/id */
    EINV_XT_SUM_OF_WITHHELD_TAXES = 5200,
        /* XT-200 totals/withheld */
    EINV_XT_SUM_OF_OTHER_TAXES = 5201,
        /* XT-201 totals/other_taxes */
    EINV_XT_SUM_OF_INVOICE_LINE_AMOUNTS_WITH_VAT = 5202,
        /* XT-202 totals/lines_gross */
    EINV_XT_SUM_OF_DISCOUNTS_SHOWN = 5203,
        /* XT-203 totals/discount */
    EINV_XT_AMOUNT_DUE_IN_ACCOUNTING_CURRENCY = 5204,
        /* XT-204 totals/due_accounting */
    EINV_XT_TOTAL_IN_WORDS = 5205,
        /* XT-205 totals/gross_words */
    EINV_XT_TOTAL_WITHOUT_VAT_IN_ACCOUNTING_CURRENCY = 5206,
        /* XT-206 totals/net_accounting */
    EINV_XT_TOTAL_WITH_VAT_IN_ACCOUNTING_CURRENCY = 5207,
        /* XT-207 totals/gross_accounting */
    EINV_XT_TOTAL_TAXABLE_TURNOVER = 5208,
        /* XT-208 totals/taxable */
    EINV_XT_DEDUCTED_AMOUNT = 5209,
        /* XT-209 totals/deduction */
    EINV_XT_VAT_CATEGORY_TAX_AMOUNT_IN_ACCOUNTING_CURRENCY = 5210,
        /* XT-210 vat_breakdown/amount_accounting */
    EINV_XT_VAT_CATEGORY_AMOUNT_WITH_VAT = 5211,
        /* XT-211 vat_breakdown/gross */
    EINV_XT_WITHHOLDING_TYPE = 5220,
        /* XT-220 withholdings/type */
    EINV_XT_WITHHOLDING_BASE_AMOUNT = 5221,
        /* XT-221 withholdings/base */
    EINV_XT_WITHHOLDING_RATE = 5222,
        /* XT-222 withholdings/rate */
    EINV_XT_WITHHELD_AMOUNT = 5223,
        /* XT-223 withholdings/amount */
    EINV_XT_WITHHOLDING_REASON = 5224,
        /* XT-224 withholdings/reason */
    EINV_XT_EXCHANGE_RATE_SOURCE = 5230,
        /* XT-230 exchange_rates/source */
    EINV_XT_DOCUMENT_TAXE_TYPE_CODE = 5240,
        /* XT-240 taxes/type */
    EINV_XT_DOCUMENT_TAXE_NAME = 5241,
        /* XT-241 taxes/name */
    EINV_XT_DOCUMENT_TAXE_CATEGORY_CODE = 5242,
        /* XT-242 taxes/category */
    EINV_XT_DOCUMENT_TAXE_RATE = 5243,
        /* XT-243 taxes/rate */
    EINV_XT_DOCUMENT_TAXE_BASE_AMOUNT = 5244,
        /* XT-244 taxes/base */
    EINV_XT_DOCUMENT_TAXE_AMOUNT = 5245,
        /* XT-245 taxes/amount */
    EINV_XT_DOCUMENT_TAXE_EXEMPTION_REASON_CODE = 5246,
        /* XT-246 taxes/exemption_code */
    EINV_XT_DOCUMENT_TAXE_EXEMPTION_REASON = 5247,
        /* XT-247 taxes/exemption_reason */
    EINV_XT_INVOICE_LINE_TAXE_TYPE_CODE = 5301,
        /* XT-301 lines/taxes/type */
    EINV_XT_INVOICE_LINE_TAXE_NAME = 5302,
        /* XT-302 lines/taxes/name */
    EINV_XT_INVOICE_LINE_TAXE_CATEGORY_CODE = 5303,
        /* XT-303 lines/taxes/category */
    EINV_XT_INVOICE_LINE_TAXE_RATE = 5304,
        /* XT-304 lines/taxes/rate */
    EINV_XT_INVOICE_LINE_TAXE_BASE_AMOUNT = 5305,
        /* XT-305 lines/taxes/base */
    EINV_XT_INVOICE_LINE_TAXE_AMOUNT = 5306,
        /* XT-306 lines/taxes/amount */
    EINV_XT_INVOICE_LINE_TAXE_EXEMPTION_REASON_CODE = 5307,
        /* XT-307 lines/taxes/exemption_code */
    EINV_XT_INVOICE_LINE_TAXE_EXEMPTION_REASON = 5308,
        /* XT-308 lines/taxes/exemption_reason */
    EINV_XT_ITEM_KIND = 5310,
        /* XT-310 lines/item/kind */
    EINV_XT_UNIT_OF_MEASURE_NAME = 5311,
        /* XT-311 lines/item/unit_text */
    EINV_XT_TAX_CLASSIFICATION_CODE = 5312,
        /* XT-312 lines/item/tax_class */
    EINV_XT_TAX_CLASSIFICATION_SHORT_NAME = 5313,
        /* XT-313 lines/item/tax_class_name */
    EINV_XT_NATIONAL_CATALOGUE_NUMBER = 5314,
        /* XT-314 lines/item/catalogue_id */
    EINV_XT_PRODUCT_CLASS_BY_ACTIVITY = 5315,
        /* XT-315 lines/item/product_class */
    EINV_XT_ITEM_GROSS_PRICE_BASE_QUANTITY = 5320,
        /* XT-320 lines/price/gross_base_quantity */
    EINV_XT_ITEM_GROSS_PRICE_BASE_QUANTITY_UNIT = 5321,
        /* XT-321 lines/price/gross_base_unit */
    EINV_XT_ITEM_PRICE_WITH_VAT = 5322,
        /* XT-322 lines/price/with_tax */
    EINV_XT_LINE_SHIP_TO_PARTY_IDENTIFIER = 5330,
        /* XT-330 lines/ship_to/identifiers */
    EINV_XT_LINE_CORRECTION_STATE = 5340,
        /* XT-340 lines/correction */
    EINV_XT_LINE_TAXABLE_AMOUNT = 5341,
        /* XT-341 lines/taxable_amount */
    EINV_XT_ADDITIONAL_UNIT = 5342,
        /* XT-342 lines/additional_unit */
    EINV_XT_TURNOVER_CODE = 5343,
        /* XT-343 lines/turnover_code */
    EINV_XT_TURNOVER_ADJUSTMENT_GROUND = 5344,
        /* XT-344 lines/adjustment_code */
    EINV_XT_COMMODITY_CODE = 5401,
        /* XT-401 lines/customs/commodity_code */
    EINV_XT_COMMODITY_CODE_AT_EXPORT = 5402,
        /* XT-402 lines/customs/export_code */
    EINV_XT_LINE_CUSTOMS_PROCEDURE = 5403,
        /* XT-403 lines/customs/procedure */
    EINV_XT_REGION_OF_ORIGIN = 5404,
        /* XT-404 lines/customs/origin_region */
    EINV_XT_PROOF_OF_ORIGIN = 5405,
        /* XT-405 lines/customs/origin_proof */
    EINV_XT_NET_WEIGHT = 5406,
        /* XT-406 lines/customs/net_weight */
    EINV_XT_GROSS_WEIGHT = 5407,
        /* XT-407 lines/customs/gross_weight */
    EINV_XT_UNIT_OF_WEIGHT = 5408,
        /* XT-408 lines/customs/weight_unit */
    EINV_XT_VOLUME = 5409,
        /* XT-409 lines/customs/volume */
    EINV_XT_UNIT_OF_VOLUME = 5410,
        /* XT-410 lines/customs/volume_unit */
    EINV_XT_NUMBER_OF_PACKAGES = 5411,
        /* XT-411 lines/customs/packages */
    EINV_XT_KIND_OF_PACKAGE = 5412,
        /* XT-412 lines/customs/package_kind */
    EINV_XT_MARKS_ON_THE_PACKAGES = 5413,
        /* XT-413 lines/customs/package_marks */
    EINV_XT_CUSTOMS_VALUE = 5414,
        /* XT-414 lines/customs/customs_value */
    EINV_XT_SUPPLEMENTARY_QUANTITY = 5415,
        /* XT-415 lines/customs/supplementary_quantity */
    EINV_XT_SUPPLEMENTARY_UNIT = 5416,
        /* XT-416 lines/customs/supplementary_unit */
    EINV_XT_ORIGIN_FEATURE = 5417,
        /* XT-417 lines/customs/origin_feature */
    EINV_XT_CUSTOMS_DECLARATION_NUMBER = 5420,
        /* XT-420 lines/customs/declarations/number */
    EINV_XT_CUSTOMS_DECLARATION_ITEM_NUMBER = 5421,
        /* XT-421 lines/customs/declarations/item */
    EINV_XT_CUSTOMS_DECLARATION_DATE = 5422,
        /* XT-422 lines/customs/declarations/date */
    EINV_XT_CUSTOMS_PROCEDURE_CODE = 5423,
        /* XT-423 lines/customs/declarations/procedure */
    EINV_XT_DECLARED_QUANTITY = 5424,
        /* XT-424 lines/customs/declarations/quantity */
    EINV_XT_DECLARED_QUANTITY_UNIT = 5425,
        /* XT-425 lines/customs/declarations/unit */
    EINV_XT_COUNTRY_OF_ORIGIN_ON_THE_DECLARATION = 5426,
        /* XT-426 lines/customs/declarations/country */
    EINV_XT_DELIVERY_TERMS_EDITION = 5430,
        /* XT-430 customs/delivery_terms/edition */
    EINV_XT_CUSTOMS_PROCEDURE = 5440,
        /* XT-440 customs/procedure */
    EINV_XT_COUNTRY_OF_DISPATCH = 5441,
        /* XT-441 customs/export_country */
    EINV_XT_COUNTRY_OF_DESTINATION = 5442,
        /* XT-442 customs/import_country */
    EINV_XT_CUSTOMS_OFFICE = 5443,
        /* XT-443 customs/office */
    EINV_XT_TOTAL_NET_WEIGHT = 5444,
        /* XT-444 customs/net_weight */
    EINV_XT_TOTAL_GROSS_WEIGHT = 5445,
        /* XT-445 customs/gross_weight */
    EINV_XT_UNIT_OF_TOTAL_WEIGHT = 5446,
        /* XT-446 customs/weight_unit */
    EINV_XT_TOTAL_NUMBER_OF_PACKAGES = 5447,
        /* XT-447 customs/packages */
    EINV_XT_KIND_OF_PACKAGES = 5448,
        /* XT-448 customs/package_kind */
    EINV_XT_EXPORT_OR_IMPORT_LICENCE = 5449,
        /* XT-449 customs/licence */
    EINV_XT_DECLARATION_NUMBER = 5450,
        /* XT-450 customs/declarations/number */
    EINV_XT_DECLARATION_DATE = 5451,
        /* XT-451 customs/declarations/date */
    EINV_XT_DECLARATION_PROCEDURE = 5452,
        /* XT-452 customs/declarations/procedure */
    EINV_XT_ITEM_TRACEABILITY_NUMBER = 5500,
        /* XT-500 lines/item/instances/trace_id */
    EINV_XT_PRODUCTION_DATE = 5501,
        /* XT-501 lines/item/instances/produced_on */
    EINV_XT_BEST_BEFORE_DATE = 5502,
        /* XT-502 lines/item/instances/best_before */
    EINV_XT_EXPIRY_DATE = 5503,
        /* XT-503 lines/item/instances/expires_on */
    EINV_XT_QUANTITY_OF_THIS_LOT = 5504,
        /* XT-504 lines/item/instances/quantity */
    EINV_XT_MARKING_CODE = 5520,
        /* XT-520 lines/item/instances/markings/code */
    EINV_XT_MARKING_LEVEL = 5521,
        /* XT-521 lines/item/instances/markings/level */
    EINV_XT_MARKING_KIND = 5522,
        /* XT-522 lines/item/instances/markings/kind */
    EINV_XT_MARKED_QUANTITY = 5523,
        /* XT-523 lines/item/instances/markings/quantity */
    EINV_XT_MEANS_OF_TRANSPORT = 5600,
        /* XT-600 transports/means */
    EINV_XT_TRAILER = 5601,
        /* XT-601 transports/trailer */
    EINV_XT_TRANSPORT_DOCUMENT = 5602,
        /* XT-602 transports/document */
    EINV_XT_TRANSPORT_DOCUMENT_DATE = 5603,
        /* XT-603 transports/document_date */
    EINV_XT_TRANSPORT_DOCUMENT_TYPE = 5604,
        /* XT-604 transports/document_type */
    EINV_XT_CONTAINER = 5605,
        /* XT-605 transports/container */
    EINV_XT_SEALS = 5606,
        /* XT-606 transports/seals */
    EINV_XT_PLACE_OF_LOADING = 5607,
        /* XT-607 transports/loading_place */
    EINV_XT_PLACE_OF_UNLOADING = 5608,
        /* XT-608 transports/unloading_place */
    EINV_XT_DEPARTURE_DATE = 5609,
        /* XT-609 transports/departure */
    EINV_XT_ARRIVAL_DATE = 5610,
        /* XT-610 transports/arrival */
    EINV_XT_DRIVER = 5611,
        /* XT-611 transports/driver */
    EINV_XT_ROUTE = 5612,
        /* XT-612 transports/route */
    EINV_XT_TRANSPORT_DETAILS = 5613,
        /* XT-613 transports/text */
    EINV_XT_AUTHORITY_IDENTIFIER = 5700,
        /* XT-700 clearance/authority_id */
    EINV_XT_CLEARANCE_STATUS = 5701,
        /* XT-701 clearance/status */
    EINV_XT_CLEARANCE_DATE = 5702,
        /* XT-702 clearance/cleared_on */
    EINV_XT_CLEARANCE_TIME = 5703,
        /* XT-703 clearance/cleared_at */
    EINV_XT_QR_CONTENT = 5704,
        /* XT-704 clearance/qr */
    EINV_XT_VERIFICATION_ADDRESS = 5705,
        /* XT-705 clearance/url */
    EINV_XT_INVOICE_HASH = 5706,
        /* XT-706 clearance/hash */
    EINV_XT_PREVIOUS_INVOICE_HASH = 5707,
        /* XT-707 clearance/previous_hash */
    EINV_XT_INVOICE_COUNTER = 5708,
        /* XT-708 clearance/counter */
    EINV_XT_DOCUMENT_UUID = 5709,
        /* XT-709 clearance/uuid */
    EINV_XT_ISSUING_DEVICE = 5710,
        /* XT-710 clearance/device */
    EINV_XT_CHECK_CODE = 5711,
        /* XT-711 clearance/check_code */
    EINV_XT_REGISTRATION_DATE = 5712,
        /* XT-712 clearance/registered_on */
    EINV_XT_TAX_OFFICE = 5720,
        /* XT-720 clearance/office */
    EINV_XT_TAX_OFFICE_NAME = 5721,
        /* XT-721 clearance/office_name */
    EINV_XT_PLATFORM_NUMBER = 5722,
        /* XT-722 clearance/platform */
    EINV_XT_CLEARANCE_TAG = 5723,
        /* XT-723 clearance/route */
    EINV_XT_TIME_OF_THE_REQUEST = 5724,
        /* XT-724 clearance/requested_at */
    EINV_XT_SELLER_AUTHENTICATION = 5725,
        /* XT-725 clearance/authentication */
    EINV_XT_SHARED_LINE = 5730,
        /* XT-730 participants/shares/line */
    EINV_XT_SHARE_QUANTITY = 5731,
        /* XT-731 participants/shares/quantity */
    EINV_XT_SHARE_NET_AMOUNT = 5732,
        /* XT-732 participants/shares/net_amount */
    EINV_XT_SHARE_EXCISE = 5733,
        /* XT-733 participants/shares/excise_amount */
    EINV_XT_SHARE_TAXABLE_AMOUNT = 5734,
        /* XT-734 participants/shares/taxable_amount */
    EINV_XT_SHARE_VAT_RATE = 5735,
        /* XT-735 participants/shares/vat_rate */
    EINV_XT_SHARE_VAT_AMOUNT = 5736,
        /* XT-736 participants/shares/vat_amount */
    EINV_XT_SHARE_AMOUNT_WITH_VAT = 5737,
        /* XT-737 participants/shares/gross_amount */
    EINV_XT_SHARE_WAYBILL_LINE = 5738,
        /* XT-738 participants/shares/waybill_line */
    EINV_XT_SHARE_ADDITIONAL_UNIT = 5739,
        /* XT-739 participants/shares/additional_unit */
    EINV_XT_SHARE_SUPPLEMENTARY_QUANTITY = 5740,
        /* XT-740 participants/shares/supplementary_quantity */
    EINV_XT_SHARE_NOTE = 5741,
        /* XT-741 participants/shares/note */
    EINV_XT_PARTICIPANT_SIDE = 5742,
        /* XT-742 participants/side */
    EINV_XT_PARTICIPANT_TAX_IDENTIFIER = 5743,
        /* XT-743 participants/tax_id */
    EINV_XT_PARTICIPANT_PREDECESSOR_TAX_IDENTIFIER = 5744,
        /* XT-744 participants/predecessor_id */
    EINV_XT_ISSUING_PERSON = 5750,
        /* XT-750 issued_by */
    EINV_XT_PAPER_INVOICE_DATE = 5751,
        /* XT-751 paper_date */
    EINV_XT_PAPER_INVOICE_REASON = 5752,
        /* XT-752 paper_reason */
    EINV_XT_UNDER_A_CONTRACT = 5753,
        /* XT-753 under_contract */
    EINV_XT_CONTRACT_REGISTRATION_NUMBER = 5754,
        /* XT-754 contract_account */
    EINV_XT_VAT_TREATMENT_OF_THE_INVOICE = 5755,
        /* XT-755 vat_treatment */
    EINV_XT_KIND_OF_VAT_INVOICE = 5756,
        /* XT-756 vat_invoice_kind */
    EINV_XT_TREASURY_GOODS_CODE = 5757,
        /* XT-757 treasury_goods_code */
    EINV_XT_BUYERS_POWER_OF_ATTORNEY_REFERENCE = 5758,
        /* XT-758 power_of_attorney/reference */
    EINV_XT_BUYERS_POWER_OF_ATTORNEY_DATE = 5759,
        /* XT-759 power_of_attorney/date */
    EINV_XT_SALES_AGENTS_CONTRACT_REFERENCE = 5760,
        /* XT-760 sales_agent_contract/reference */
    EINV_XT_SALES_AGENTS_CONTRACT_DATE = 5761,
        /* XT-761 sales_agent_contract/date */
    EINV_XT_BUYER_AGENTS_CONTRACT_REFERENCE = 5762,
        /* XT-762 buyer_agent_contract/reference */
    EINV_XT_BUYER_AGENTS_CONTRACT_DATE = 5763,
        /* XT-763 buyer_agent_contract/date */
    EINV_XT_TRANSMISSION_FILE_IDENTIFIER = 5800,
        /* XT-800 transmission/file_id */
    EINV_XT_SOFTWARE = 5801,
        /* XT-801 transmission/software */
    EINV_XT_FILE_DATE = 5802,
        /* XT-802 transmission/created_on */
    EINV_XT_FILE_TIME = 5803,
        /* XT-803 transmission/created_at */
    EINV_XT_SENDER = 5804,
        /* XT-804 transmission/sender */
    EINV_XT_RECEIVER = 5805,
        /* XT-805 transmission/receiver */
    EINV_XT_OPERATOR = 5806,
        /* XT-806 transmission/operator */
    EINV_XT_OPERATOR_NAME = 5807,
        /* XT-807 transmission/operator_name */
    EINV_XT_OPERATOR_TAX_IDENTIFIER = 5808,
        /* XT-808 transmission/operator_vat_id */
    EINV_XT_ISSUER = 5809,
        /* XT-809 transmission/issuer */
    EINV_XT_AGREED_STRUCTURE_OF_ATTRIBUTES = 5810,
        /* XT-810 transmission/attributes_scheme */
    EINV_XT_DOCUMENT_FUNCTION = 5811,
        /* XT-811 function */
    EINV_XT_DOCUMENT_NAME_BY_THE_OPERATION = 5812,
        /* XT-812 fact_name */
    EINV_XT_SPECIAL_CIRCUMSTANCES = 5813,
        /* XT-813 circumstances */
    EINV_XT_CONSIGNOR_IS_THE_SELLER = 5814,
        /* XT-814 consignor_is_seller */
    EINV_XT_REVISION_NUMBER = 5815,
        /* XT-815 revision/number */
    EINV_XT_REVISION_DATE = 5816,
        /* XT-816 revision/date */
    EINV_XT_REVISION_TYPE = 5817,
        /* XT-817 revision/type_code */
    EINV_XT_REVISED_SELLER_FILE = 5818,
        /* XT-818 revision/seller_file */
    EINV_XT_REVISED_BUYER_FILE = 5819,
        /* XT-819 revision/buyer_file */
    EINV_XT_OPERATION = 5820,
        /* XT-820 transfer/operation */
    EINV_XT_KIND_OF_OPERATION = 5821,
        /* XT-821 transfer/operation_kind */
    EINV_XT_WITHOUT_A_BASIS_DOCUMENT = 5822,
        /* XT-822 transfer/no_basis */
    EINV_XT_DATE_OF_HANDING_OVER_A_MADE_ITEM = 5823,
        /* XT-823 transfer/item_date */
    EINV_XT_HANDING_OVER_OF_A_MADE_ITEM = 5824,
        /* XT-824 transfer/item_text */
    EINV_XT_TRANSFER_ATTRIBUTES_FILE = 5825,
        /* XT-825 transfer/attributes_file */
    EINV_XT_POWER_OF_ATTORNEY_NUMBER = 5826,
        /* XT-826 signatories/powers/number */
    EINV_XT_POWER_OF_ATTORNEY_DATE = 5827,
        /* XT-827 signatories/powers/issued_on */
    EINV_XT_INTERNAL_NUMBER_OF_THE_POWER_OF_ATTORNEY = 5828,
        /* XT-828 signatories/powers/internal_number */
    EINV_XT_INTERNAL_DATE_OF_THE_POWER_OF_ATTORNEY = 5829,
        /* XT-829 signatories/powers/registered_on */
    EINV_XT_POWER_OF_ATTORNEY_STORE = 5830,
        /* XT-830 signatories/powers/store */
    EINV_XT_POWER_OF_ATTORNEY_LOCATION = 5831,
        /* XT-831 signatories/powers/location */
    EINV_XT_POWER_OF_ATTORNEY_ON_PAPER = 5832,
        /* XT-832 signatories/powers/paper */
    EINV_XT_PRINCIPAL_DETAILS = 5833,
        /* XT-833 signatories/powers/info */
    EINV_XT_SIGNATORY_AUTHORITY = 5834,
        /* XT-834 signatories/authority_kind */
    EINV_XT_SIGNATORY_SCOPE = 5835,
        /* XT-835 signatories/scope */
    EINV_XT_SIGNATORY_STATUS = 5836,
        /* XT-836 signatories/status */
    EINV_XT_SIGNATURE_KIND = 5837,
        /* XT-837 signatories/signature_kind */
    EINV_XT_SIGNING_DATE = 5838,
        /* XT-838 signatories/signed_on */
    EINV_XT_SIGNATORY_DETAILS = 5839,
        /* XT-839 signatories/info */
    EINV_XT_DELIVER_TO_KIND = 5840,
        /* XT-840 delivery/kind */
    EINV_XT_DELIVER_TO_TAX_REGISTRATION_IDENTIFIER = 5841,
        /* XT-841 delivery/tax_id */
    EINV_XT_DELIVER_TO_IDENTIFIER = 5842,
        /* XT-842 delivery/identifiers */
    EINV_XT_DELIVER_TO_TRADING_NAME = 5843,
        /* XT-843 delivery/trading_name */
    EINV_XT_DELIVER_TO_ADDITIONAL_LEGAL_INFORMATION = 5844,
        /* XT-844 delivery/legal_info */
    EINV_XT_DELIVER_TO_ORGANISATIONAL_UNIT = 5845,
        /* XT-845 delivery/unit */
    EINV_XT_DELIVER_TO_LEGAL_FORM = 5846,
        /* XT-846 delivery/legal_form */
    EINV_XT_DELIVER_TO_LEGAL_FORM_CODE = 5847,
        /* XT-847 delivery/legal_form_code */
    EINV_XT_DELIVER_TO_REGISTRATION_CERTIFICATE = 5848,
        /* XT-848 delivery/registration */
    EINV_XT_DELIVER_TO_REGISTRATION_DATE = 5849,
        /* XT-849 delivery/registered_on */
    EINV_XT_DELIVER_TO_NOTE_BETWEEN_THE_PARTIES = 5850,
        /* XT-850 delivery/notice */
    EINV_XT_CORRESPONDENT_ACCOUNT = 5852,
        /* XT-852 payments/credit_transfer/correspondent */
    EINV_XT_SUPPORTING_DOCUMENT_FILE_IDENTIFIER = 5853,
        /* XT-853 attachments/file_id */
    EINV_XT_SUPPORTING_DOCUMENT_IDENTIFIER = 5854,
        /* XT-854 attachments/id */
    EINV_XT_SUPPORTING_DOCUMENT_STORE = 5855,
        /* XT-855 attachments/store */
    EINV_XT_SUPPORTING_DOCUMENT_NOTE = 5856,
        /* XT-856 attachments/note */
    EINV_XT_DELIVER_TO_TAX_STATUS = 5857,
        /* XT-857 delivery/statuses */
    EINV_XT_DELIVER_TO_STATISTICAL_REGISTER_IDENTIFIER = 5858,
        /* XT-858 delivery/statistics_id */
    EINV_XT_DOCUMENT_ATTRIBUTES_FILE = 5859,
        /* XT-859 attributes_file */
    EINV_XT_UNIT_OF_THE_QUANTITY_OF_THIS_LOT = 5860,
        /* XT-860 lines/item/instances/unit */
    EINV_XT_NAME_OF_THE_UNIT_OF_THIS_LOT = 5861,
        /* XT-861 lines/item/instances/unit_text */
    EINV_XT_AMOUNT_OF_THIS_LOT = 5862,
        /* XT-862 lines/item/instances/amount */
    EINV_XT_LOT_NOTE = 5863,
        /* XT-863 lines/item/instances/note */
    EINV_XT_PUBLIC_CONTRACT_IDENTIFIER = 5865,
        /* XT-865 public_contract/id */
    EINV_XT_PUBLIC_CONTRACT_NUMBER = 5866,
        /* XT-866 public_contract/number */
    EINV_XT_PUBLIC_CONTRACT_DATE = 5867,
        /* XT-867 public_contract/date */
    EINV_XT_TREASURY_ACCOUNT = 5868,
        /* XT-868 public_contract/account */
    EINV_XT_BUDGET_CLASSIFICATION_CODE = 5869,
        /* XT-869 public_contract/budget_code */
    EINV_XT_STATE_INFORMATION_SYSTEM = 5870,
        /* XT-870 lines/item/state_systems/system */
    EINV_XT_ACCOUNTING_UNIT_OF_THE_STATE_SYSTEM = 5871,
        /* XT-871 lines/item/state_systems/unit */
    EINV_XT_STATE_SYSTEM_NOTE = 5872,
        /* XT-872 lines/item/state_systems/note */
    EINV_XT_IDENTIFIERS_OF_THE_ACCOUNTING_UNITS = 5873,
        /* XT-873 lines/item/state_systems/ids */
    EINV_XT_COUNTRY_OF_ORIGIN_IN_WORDS = 5874,
        /* XT-874 lines/item/origin_names/name */
    EINV_XT_PURPOSE_CODE = 5875,
        /* XT-875 public_contract/purpose_code */
    EINV_XT_TREASURY_OFFICE_CODE = 5876,
        /* XT-876 public_contract/treasury_code */
    EINV_XT_TREASURY_OFFICE_NAME = 5877,
        /* XT-877 public_contract/treasury_name */
    EINV_XT_OBLIGATION_CODE = 5878,
        /* XT-878 obligations/code */
    EINV_XT_OBLIGATION_NAME = 5879,
        /* XT-879 obligations/name */
    EINV_XT_ITEM_KIND_NOTE = 5880,
        /* XT-880 lines/item/kind_note */
    EINV_XT_ITEM_CODE = 5881,
        /* XT-881 lines/item/code */
    EINV_XT_ITEM_GRADE = 5882,
        /* XT-882 lines/item/grade */
    EINV_XT_PRODUCT_TYPE_CODE = 5884,
        /* XT-884 lines/item/product_type */
    EINV_XT_LINE_DOCUMENT_FILE_IDENTIFIER = 5885,
        /* XT-885 lines/documents/file_id */
    EINV_XT_LINE_DOCUMENT_IDENTIFIER = 5886,
        /* XT-886 lines/documents/id */
    EINV_XT_LINE_DOCUMENT_STORE = 5887,
        /* XT-887 lines/documents/store */
    EINV_XT_LINE_DOCUMENT_NOTE = 5888,
        /* XT-888 lines/documents/note */
    EINV_XT_DEPRECIATION_GROUP = 5890,
        /* XT-890 lines/depreciation/group */
    EINV_XT_FIXED_ASSET_CODE = 5891,
        /* XT-891 lines/depreciation/asset_code */
    EINV_XT_USEFUL_LIFE = 5892,
        /* XT-892 lines/depreciation/useful_life */
    EINV_XT_TIME_IN_USE = 5893,
        /* XT-893 lines/depreciation/used_for */
    EINV_XT_ORDERED_QUANTITY = 5894,
        /* XT-894 lines/ordered_quantity */
    EINV_XT_LINE_OPERATION_INFORMATION = 5895,
        /* XT-895 lines/operation_info */
    EINV_XT_RESTORED_VAT = 5896,
        /* XT-896 lines/restored_vat */
    EINV_XT_LABEL_TYPE = 5900,
        /* XT-900 labels/type */
    EINV_XT_LABEL_CODE = 5901,
        /* XT-901 labels/code */
    EINV_XT_LABEL_NAME = 5902,
        /* XT-902 labels/name */
    EINV_XT_PAYMENT_CHANNEL = 5903,
        /* XT-903 payment_records/channel */
    EINV_XT_PAYMENT_TRANSACTION_NUMBER = 5904,
        /* XT-904 payment_records/number */
    EINV_XT_TOLL_PLATE = 5905,
        /* XT-905 toll/plate */
    EINV_XT_TOLL_KIND_OF_VEHICLE = 5906,
        /* XT-906 toll/vehicle_kind */
    EINV_XT_TOLL_TIME_OF_ENTRY = 5907,
        /* XT-907 toll/start_time */
    EINV_XT_TOLL_TIME_OF_EXIT = 5908,
        /* XT-908 toll/end_time */
    EINV_XT_DEBIT_ACCOUNT = 5920,
        /* XT-920 lines/debit_account */
    EINV_XT_CREDIT_ACCOUNT = 5921,
        /* XT-921 lines/credit_account */
    EINV_XT_CORRECTED_DELIVERY_DOCUMENTS = 5922,
        /* XT-922 correction/documents */
    EINV_XT_CORRECTION_NOTICE_DATE = 5923,
        /* XT-923 correction/notified_on */
    EINV_XT_CORRECTION_DETAILS = 5924,
        /* XT-924 correction/info */
    EINV_XT_ANSWERED_FILE = 5925,
        /* XT-925 acceptance/seller_file */
    EINV_XT_ANSWERED_FILE_DATE = 5926,
        /* XT-926 acceptance/seller_file_date */
    EINV_XT_ANSWERED_FILE_TIME = 5927,
        /* XT-927 acceptance/seller_file_time */
    EINV_XT_SIGNATURES_OF_THE_ANSWERED_FILE = 5928,
        /* XT-928 acceptance/seller_signatures */
    EINV_XT_ACCEPTANCE = 5929,
        /* XT-929 acceptance/operation */
    EINV_XT_ACCEPTANCE_DATE = 5930,
        /* XT-930 acceptance/date */
    EINV_XT_ACCEPTANCE_OUTCOME = 5931,
        /* XT-931 acceptance/outcome */
    EINV_XT_PURCHASE_IDENTIFIER = 5932,
        /* XT-932 public_purchase/id */
    EINV_XT_BUYER_TREASURY_ACCOUNT = 5933,
        /* XT-933 public_purchase/account */
    EINV_XT_FINANCE_OFFICE = 5934,
        /* XT-934 public_purchase/finance_office */
    EINV_XT_BUDGET_REGISTER_ENTRY = 5935,
        /* XT-935 public_purchase/register_entry */
    EINV_XT_BUDGET_OBLIGATION = 5936,
        /* XT-936 public_purchase/budget_obligation */
    EINV_XT_BUYER_TREASURY_OFFICE_CODE = 5937,
        /* XT-937 public_purchase/treasury_code */
    EINV_XT_BUYER_TREASURY_OFFICE_NAME = 5938,
        /* XT-938 public_purchase/treasury_name */
    EINV_XT_BUYER_TERRITORY_CODE = 5939,
        /* XT-939 public_purchase/territory */
    EINV_XT_DELIVERY_TERRITORY_CODE = 5940,
        /* XT-940 public_purchase/delivery_territory */
    EINV_XT_LATEST_DATE_OF_PAYMENT = 5941,
        /* XT-941 public_purchase/pay_by */
    EINV_XT_MONEY_OBLIGATION = 5942,
        /* XT-942 public_purchase/money_obligation */
    EINV_XT_PAYMENT_PRIORITY = 5943,
        /* XT-943 public_purchase/priority */
    EINV_XT_PAYMENT_KIND = 5944,
        /* XT-944 public_purchase/payment_kind */
    EINV_XT_PURCHASE_LINE = 5945,
        /* XT-945 public_purchase/items/line */
    EINV_XT_INVESTMENT_OBJECT_CODE = 5946,
        /* XT-946 public_purchase/items/object_code */
    EINV_XT_KIND_OF_FUNDS = 5947,
        /* XT-947 public_purchase/items/funds */
    EINV_XT_BUYER_BUDGET_CODE = 5948,
        /* XT-948 public_purchase/items/budget_code */
    EINV_XT_BUYER_PURPOSE_CODE = 5949,
        /* XT-949 public_purchase/items/purpose_code */
    EINV_XT_ADVANCE_TRANSFERRED = 5950,
        /* XT-950 public_purchase/items/advance */
    EINV_XT_KIND_OF_DISCREPANCY_DOCUMENT = 5951,
        /* XT-951 acceptance/discrepancy_kind */
    EINV_XG_CONSIGNOR = 6005,
        /* XG-5 consignor */
    EINV_XG_CONSIGNEE = 6006,
        /* XG-6 consignee */
    EINV_XG_INSTALMENTS = 6010,
        /* XG-10 instalments */
    EINV_XG_INSTALMENT_EARLY_PAYMENT_DISCOUNT = 6011,
        /* XG-11 instalments/discount */
    EINV_XG_INSTALMENT_LATE_PAYMENT_PENALTY = 6012,
        /* XG-12 instalments/penalty */
    EINV_XG_DOCUMENT_TAXES = 6020,
        /* XG-20 taxes */
    EINV_XG_WITHHOLDINGS = 6022,
        /* XG-22 withholdings */
    EINV_XG_LOGISTICS_SERVICE_TAXES = 6024,
        /* XG-24 logistics_charges/taxes */
    EINV_XG_DOCUMENT_LEVEL_ALLOWANCE_TAXES = 6025,
        /* XG-25 allowances/taxes */
    EINV_XG_DOCUMENT_LEVEL_CHARGE_TAXES = 6026,
        /* XG-26 charges/taxes */
    EINV_XG_ITEM_PRICE_CHARGES = 6032,
        /* XG-32 lines/price/charges */
    EINV_XG_LINE_CUSTOMS_INFORMATION = 6040,
        /* XG-40 lines/customs */
    EINV_XG_CUSTOMS_DECLARATIONS = 6042,
        /* XG-42 lines/customs/declarations */
    EINV_XG_CUSTOMS_INFORMATION = 6044,
        /* XG-44 customs */
    EINV_XG_CUSTOMS_DECLARATIONS_OF_THE_DOCUMENT = 6045,
        /* XG-45 customs/declarations */
    EINV_XG_MARKING_CODES = 6052,
        /* XG-52 lines/item/instances/markings */
    EINV_XG_CARRIER = 6060,
        /* XG-60 transports/carrier */
    EINV_XG_CLEARANCE = 6070,
        /* XG-70 clearance */
    EINV_XG_BUYERS_POWER_OF_ATTORNEY = 6071,
        /* XG-71 power_of_attorney */
    EINV_XG_SALES_AGENTS_CONTRACT = 6072,
        /* XG-72 sales_agent_contract */
    EINV_XG_BUYER_AGENTS_CONTRACT = 6073,
        /* XG-73 buyer_agent_contract */
    EINV_XG_FURTHER_SELLERS = 6075,
        /* XG-75 further_sellers */
    EINV_XG_FURTHER_BUYERS = 6076,
        /* XG-76 further_buyers */
    EINV_XG_PARTICIPANTS = 6077,
        /* XG-77 participants */
    EINV_XG_PARTICIPANT_SHARES = 6079,
        /* XG-79 participants/shares */
    EINV_XG_TRANSMISSION = 6080,
        /* XG-80 transmission */
    EINV_XG_ISSUER_AUTHORITY = 6081,
        /* XG-81 transmission/issuer_authority */
    EINV_XG_REVISION = 6082,
        /* XG-82 revision */
    EINV_XG_PERSON_WHO_HANDS_OVER = 6083,
        /* XG-83 transfer/person */
    EINV_XG_DOCUMENT_OF_HANDING_OVER_A_MADE_ITEM = 6084,
        /* XG-84 transfer/item_document */
    EINV_XG_TRANSFER_ATTRIBUTES = 6085,
        /* XG-85 transfer/attributes */
    EINV_XG_PRINCIPAL = 6086,
        /* XG-86 signatories/powers/principal */
    EINV_XG_TRANSFER = 6087,
        /* XG-87 transfer */
    EINV_XG_SIGNATORY = 6088,
        /* XG-88 signatories/person */
    EINV_XG_POWERS_OF_ATTORNEY = 6089,
        /* XG-89 signatories/powers */
    EINV_XG_SIGNATORIES = 6090,
        /* XG-90 signatories */
    EINV_XG_FURTHER_PARTIES = 6091,
        /* XG-91 parties */
    EINV_XG_CONTRACT_AS_A_DOCUMENT = 6092,
        /* XG-92 contract_document */
    EINV_XG_BASIS_DOCUMENTS = 6093,
        /* XG-93 basis_documents */
    EINV_XG_DESPATCH_ADVICE_AS_A_DOCUMENT = 6094,
        /* XG-94 despatch_document */
    EINV_XG_DELIVER_TO_BANK_ACCOUNT = 6095,
        /* XG-95 delivery/bank_account */
    EINV_XG_SUPPORTING_DOCUMENT_ISSUERS = 6096,
        /* XG-96 attachments/issuers */
    EINV_XG_COUNTRIES_OF_ORIGIN_IN_WORDS = 6097,
        /* XG-97 lines/item/origin_names */
    EINV_XG_STATE_INFORMATION_SYSTEMS = 6098,
        /* XG-98 lines/item/state_systems */
    EINV_XG_LINE_DOCUMENT_ISSUERS = 6099,
        /* XG-99 lines/documents/issuers */
    EINV_XG_DEPRECIATION = 6100,
        /* XG-100 lines/depreciation */
    EINV_XG_FURTHER_DESPATCH_DOCUMENTS = 6101,
        /* XG-101 despatch_documents */
    EINV_XG_ASSIGNMENT_OF_THE_CLAIM = 6102,
        /* XG-102 assignment */
    EINV_XG_PUBLIC_CONTRACT = 6103,
        /* XG-103 public_contract */
    EINV_XG_OBLIGATIONS = 6104,
        /* XG-104 obligations */
    EINV_XG_DOCUMENT_ATTRIBUTES = 6105,
        /* XG-105 attributes */
    EINV_XG_LABELS = 6110,
        /* XG-110 labels */
    EINV_XG_PAYMENT_RECORDS = 6111,
        /* XG-111 payment_records */
    EINV_XG_ROAD_TOLL = 6112,
        /* XG-112 toll */
    EINV_XG_LINE_BEFORE_THE_CORRECTION = 6120,
        /* XG-120 lines/before */
    EINV_XG_LINE_INCREASE = 6121,
        /* XG-121 lines/increase */
    EINV_XG_LINE_DECREASE = 6122,
        /* XG-122 lines/decrease */
    EINV_XG_INCREASE = 6123,
        /* XG-123 increase */
    EINV_XG_DECREASE = 6124,
        /* XG-124 decrease */
    EINV_XG_CORRECTION = 6125,
        /* XG-125 correction */
    EINV_XG_ACCEPTANCE_OF_THE_BUYER = 6126,
        /* XG-126 acceptance */
    EINV_XG_PUBLIC_PURCHASE = 6127,
        /* XG-127 public_purchase */
    EINV_XG_DISCREPANCY_DOCUMENT = 6128,
        /* XG-128 acceptance/discrepancy */
    EINV_XG_PERSON_WHO_ACCEPTS = 6129,
        /* XG-129 acceptance/person */
    EINV_XG_PURCHASE_ITEMS = 6130,
        /* XG-130 public_purchase/items */
    EINV_XG_FURTHER_CORRECTIONS = 6131,
        /* XG-131 preceding_invoices/further_corrections */
    EINV_XG_ANSWERED_DOCUMENT = 6132,
        /* XG-132 acceptance/document */
    EINV_XG_LINE_PURCHASE_ORDER = 6300,
        /* XG-300 lines/order */
    EINV_XG_INVOICE_LINE_TAXES = 6301,
        /* XG-301 lines/taxes */
    EINV_BT_X_TEST_INDICATOR = 20001,
        /* BT-X-1 process/test */
    EINV_BT_X_DOCUMENT_NAME = 20002,
        /* BT-X-2 name */
    EINV_BT_X_COPY_INDICATOR = 20003,
        /* BT-X-3 copy */
    EINV_BT_X_DOCUMENT_LANGUAGE = 20004,
        /* BT-X-4 language */
    EINV_BT_X_INVOICE_NOTE_CONTENT_CODE = 20005,
        /* BT-X-5 notes/content_code */
    EINV_BT_X_INVOICE_LINE_TYPE_CODE = 20007,
        /* BT-X-7 lines/kind */
    EINV_BT_X_INVOICE_LINE_SUBTYPE = 20008,
        /* BT-X-8 lines/subtype */
    EINV_BT_X_INVOICE_LINE_NOTE_SUBJECT_CODE = 20010,
        /* BT-X-10 lines/note_subject_code */
    EINV_BT_X_ITEM_ATTRIBUTE_TYPE_CODE = 20011,
        /* BT-X-11 lines/item/attributes/code */
    EINV_BT_X_INCLUDED_ITEM_GLOBAL_IDENTIFIER = 20015,
        /* BT-X-15 lines/item/parts/identifiers */
    EINV_BT_X_INCLUDED_ITEM_SELLERS_IDENTIFIER = 20016,
        /* BT-X-16 lines/item/parts/seller_id */
    EINV_BT_X_INCLUDED_ITEM_BUYERS_IDENTIFIER = 20017,
        /* BT-X-17 lines/item/parts/buyer_id */
    EINV_BT_X_INCLUDED_ITEM_NAME = 20018,
        /* BT-X-18 lines/item/parts/name */
    EINV_BT_X_INCLUDED_ITEM_DESCRIPTION = 20019,
        /* BT-X-19 lines/item/parts/description */
    EINV_BT_X_INCLUDED_ITEM_QUANTITY = 20020,
        /* BT-X-20 lines/item/parts/quantity */
    EINV_BT_X_LINE_PURCHASE_ORDER_REFERENCE = 20021,
        /* BT-X-21 lines/order/reference */
    EINV_BT_X_LINE_PURCHASE_ORDER_DATE = 20022,
        /* BT-X-22 lines/order/date */
    EINV_BT_X_LINE_CONTRACT_REFERENCE = 20024,
        /* BT-X-24 lines/contract/reference */
    EINV_BT_X_LINE_CONTRACT_LINE_REFERENCE = 20025,
        /* BT-X-25 lines/contract/line */
    EINV_BT_X_LINE_CONTRACT_DATE = 20026,
        /* BT-X-26 lines/contract/date */
    EINV_BT_X_LINE_DOCUMENT_REFERENCE = 20027,
        /* BT-X-27 lines/documents/reference */
    EINV_BT_X_LINE_DOCUMENT_LOCATION = 20028,
        /* BT-X-28 lines/documents/location */
    EINV_BT_X_LINE_DOCUMENT_LINE_REFERENCE = 20029,
        /* BT-X-29 lines/documents/line */
    EINV_BT_X_LINE_DOCUMENT_TYPE_CODE = 20030,
        /* BT-X-30 lines/documents/type_code */
    EINV_BT_X_LINE_DOCUMENT_REFERENCE_TYPE = 20032,
        /* BT-X-32 lines/documents/reference_type */
    EINV_BT_X_LINE_DOCUMENT_DATE = 20033,
        /* BT-X-33 lines/documents/date */
    EINV_BT_X_ITEM_PRICE_DISCOUNT_PERCENTAGE = 20034,
        /* BT-X-34 lines/price/discount_percent */
    EINV_BT_X_ITEM_PRICE_DISCOUNT_BASE_AMOUNT = 20035,
        /* BT-X-35 lines/price/discount_base */
    EINV_BT_X_ITEM_PRICE_DISCOUNT_REASON = 20036,
        /* BT-X-36 lines/price/discount_reason */
    EINV_BT_X_FREE_QUANTITY = 20046,
        /* BT-X-46 lines/free_quantity */
    EINV_BT_X_PACKAGE_QUANTITY = 20047,
        /* BT-X-47 lines/package_quantity */
    EINV_BT_X_LINE_SHIP_TO_PARTY_NAME = 20050,
        /* BT-X-50 lines/ship_to/name */
    EINV_BT_X_LINE_SHIP_TO_PARTY_LEGAL_REGISTRATION_IDENTIFIER = 20051,
        /* BT-X-51 lines/ship_to/legal_id */
    EINV_BT_X_LINE_SHIP_TO_PARTY_TRADING_NAME = 20052,
        /* BT-X-52 lines/ship_to/trading_name */
    EINV_BT_X_LINE_SHIP_TO_PARTY_CONTACT_POINT = 20054,
        /* BT-X-54 lines/ship_to/contact/name */
    EINV_BT_X_LINE_SHIP_TO_PARTY_CONTACT_TELEPHONE_NUMBER = 20055,
        /* BT-X-55 lines/ship_to/contact/telephone */
    EINV_BT_X_LINE_SHIP_TO_PARTY_CONTACT_FAX_NUMBER = 20056,
        /* BT-X-56 lines/ship_to/contact/fax */
    EINV_BT_X_LINE_SHIP_TO_PARTY_CONTACT_EMAIL_ADDRESS = 20057,
        /* BT-X-57 lines/ship_to/contact/email */
    EINV_BT_X_LINE_SHIP_TO_PARTY_POST_CODE = 20058,
        /* BT-X-58 lines/ship_to/address/post_code */
    EINV_BT_X_LINE_SHIP_TO_PARTY_ADDRESS_LINE_1 = 20059,
        /* BT-X-59 lines/ship_to/address/line1 */
    EINV_BT_X_LINE_SHIP_TO_PARTY_ADDRESS_LINE_2 = 20060,
        /* BT-X-60 lines/ship_to/address/line2 */
    EINV_BT_X_LINE_SHIP_TO_PARTY_ADDRESS_LINE_3 = 20061,
        /* BT-X-61 lines/ship_to/address/line3 */
    EINV_BT_X_LINE_SHIP_TO_PARTY_CITY = 20062,
        /* BT-X-62 lines/ship_to/address/city */
    EINV_BT_X_LINE_SHIP_TO_PARTY_COUNTRY_CODE = 20063,
        /* BT-X-63 lines/ship_to/address/country */
    EINV_BT_X_LINE_SHIP_TO_PARTY_COUNTRY_SUBDIVISION = 20064,
        /* BT-X-64 lines/ship_to/address/subdivision */
    EINV_BT_X_LINE_SHIP_TO_PARTY_ELECTRONIC_ADDRESS = 20065,
        /* BT-X-65 lines/ship_to/endpoint */
    EINV_BT_X_LINE_SHIP_TO_PARTY_VAT_IDENTIFIER = 20066,
        /* BT-X-66 lines/ship_to/vat_id */
    EINV_BT_X_LINE_ULTIMATE_SHIP_TO_PARTY_IDENTIFIER = 20067,
        /* BT-X-67 lines/ultimate_ship_to/identifiers */
    EINV_BT_X_LINE_ULTIMATE_SHIP_TO_PARTY_NAME = 20069,
        /* BT-X-69 lines/ultimate_ship_to/name */
    EINV_BT_X_LINE_ULTIMATE_SHIP_TO_PARTY_LEGAL_REGISTRATION_IDENTIFIER = 20070,
        /* BT-X-70 lines/ultimate_ship_to/legal_id */
    EINV_BT_X_LINE_ULTIMATE_SHIP_TO_PARTY_TRADING_NAME = 20071,
        /* BT-X-71 lines/ultimate_ship_to/trading_name */
    EINV_BT_X_LINE_ULTIMATE_SHIP_TO_PARTY_ELECTRONIC_ADDRESS = 20083,
        /* BT-X-83 lines/ultimate_ship_to/endpoint */
    EINV_BT_X_LINE_ULTIMATE_SHIP_TO_PARTY_VAT_IDENTIFIER = 20084,
        /* BT-X-84 lines/ultimate_ship_to/vat_id */
    EINV_BT_X_INVOICE_LINE_DELIVERY_DATE = 20085,
        /* BT-X-85 lines/delivery_date */
    EINV_BT_X_LINE_DESPATCH_ADVICE_REFERENCE = 20086,
        /* BT-X-86 lines/despatch_advice/reference */
    EINV_BT_X_LINE_DESPATCH_ADVICE_LINE_REFERENCE = 20087,
        /* BT-X-87 lines/despatch_advice/line */
    EINV_BT_X_LINE_DESPATCH_ADVICE_DATE = 20088,
        /* BT-X-88 lines/despatch_advice/date */
    EINV_BT_X_LINE_RECEIVING_ADVICE_REFERENCE = 20089,
        /* BT-X-89 lines/receiving_advice/reference */
    EINV_BT_X_LINE_RECEIVING_ADVICE_LINE_REFERENCE = 20090,
        /* BT-X-90 lines/receiving_advice/line */
    EINV_BT_X_LINE_RECEIVING_ADVICE_DATE = 20091,
        /* BT-X-91 lines/receiving_advice/date */
    EINV_BT_X_LINE_DELIVERY_NOTE_REFERENCE = 20092,
        /* BT-X-92 lines/delivery_note/reference */
    EINV_BT_X_LINE_DELIVERY_NOTE_LINE_REFERENCE = 20093,
        /* BT-X-93 lines/delivery_note/line */
    EINV_BT_X_LINE_DELIVERY_NOTE_DATE = 20094,
        /* BT-X-94 lines/delivery_note/date */
    EINV_BT_X_INVOICE_LINE_VAT_AMOUNT = 20095,
        /* BT-X-95 lines/vat_amount */
    EINV_BT_X_INVOICE_LINE_VAT_EXEMPTION_REASON = 20096,
        /* BT-X-96 lines/exemption_reason */
    EINV_BT_X_INVOICE_LINE_VAT_EXEMPTION_REASON_CODE = 20097,
        /* BT-X-97 lines/exemption_code */
    EINV_BT_X_INVOICE_LINE_TOTAL_OF_ALLOWANCES_AND_CHARGES = 20098,
        /* BT-X-98 lines/allowances_charges_total */
    EINV_BT_X_INVOICE_LINE_ACCOUNTING_ACCOUNT_TYPE = 20099,
        /* BT-X-99 lines/accounting_type */
    EINV_BT_X_SELLER_CONTACT_FAX_NUMBER = 20107,
        /* BT-X-107 seller/contact/fax */
    EINV_BT_X_BUYER_CONTACT_FAX_NUMBER = 20115,
        /* BT-X-115 buyer/contact/fax */
    EINV_BT_X_SELLER_TAX_REPRESENTATIVE_PARTY_IDENTIFIER = 20116,
        /* BT-X-116 tax_representative/identifiers */
    EINV_BT_X_SELLER_TAX_REPRESENTATIVE_PARTY_LEGAL_REGISTRATION_IDENTIFIER = 20118,
        /* BT-X-118 tax_representative/legal_id */
    EINV_BT_X_SELLER_TAX_REPRESENTATIVE_PARTY_TRADING_NAME = 20119,
        /* BT-X-119 tax_representative/trading_name */
    EINV_BT_X_SELLER_TAX_REPRESENTATIVE_PARTY_ELECTRONIC_ADDRESS = 20125,
        /* BT-X-125 tax_representative/endpoint */
    EINV_BT_X_DELIVERY_TERMS_CODE = 20145,
        /* BT-X-145 customs/delivery_terms/code */
    EINV_BT_X_SALES_ORDER_DATE = 20146,
        /* BT-X-146 sales_order_date */
    EINV_BT_X_PURCHASE_ORDER_DATE = 20147,
        /* BT-X-147 purchase_order_date */
    EINV_BT_X_CONTRACT_DATE = 20148,
        /* BT-X-148 contract_date */
    EINV_BT_X_SUPPORTING_DOCUMENT_DATE = 20149,
        /* BT-X-149 attachments/issue_date */
    EINV_BT_X_ULTIMATE_CUSTOMER_ORDER_REFERENCE = 20150,
        /* BT-X-150 ultimate_order/reference */
    EINV_BT_X_ULTIMATE_CUSTOMER_ORDER_DATE = 20151,
        /* BT-X-151 ultimate_order/date */
    EINV_BT_X_TRANSPORT_MODE_CODE = 20152,
        /* BT-X-152 transports/mode */
    EINV_BT_X_DELIVER_TO_LEGAL_REGISTRATION_IDENTIFIER = 20153,
        /* BT-X-153 delivery/legal_id */
    EINV_BT_X_DELIVER_TO_CONTACT_POINT = 20155,
        /* BT-X-155 delivery/contact/name */
    EINV_BT_X_DELIVER_TO_CONTACT_DEPARTMENT = 20156,
        /* BT-X-156 delivery/contact/department */
    EINV_BT_X_DELIVER_TO_CONTACT_TELEPHONE_NUMBER = 20157,
        /* BT-X-157 delivery/contact/telephone */
    EINV_BT_X_DELIVER_TO_CONTACT_FAX_NUMBER = 20158,
        /* BT-X-158 delivery/contact/fax */
    EINV_BT_X_DELIVER_TO_CONTACT_EMAIL_ADDRESS = 20159,
        /* BT-X-159 delivery/contact/email */
    EINV_BT_X_DELIVER_TO_ELECTRONIC_ADDRESS = 20160,
        /* BT-X-160 delivery/endpoint */
    EINV_BT_X_DELIVER_TO_VAT_IDENTIFIER = 20161,
        /* BT-X-161 delivery/vat_id */
    EINV_BT_X_ULTIMATE_SHIP_TO_PARTY_IDENTIFIER = 20163,
        /* BT-X-163 ultimate_ship_to/identifiers */
    EINV_BT_X_ULTIMATE_SHIP_TO_PARTY_NAME = 20164,
        /* BT-X-164 ultimate_ship_to/name */
    EINV_BT_X_ULTIMATE_SHIP_TO_PARTY_LEGAL_REGISTRATION_IDENTIFIER = 20165,
        /* BT-X-165 ultimate_ship_to/legal_id */
    EINV_BT_X_ULTIMATE_SHIP_TO_PARTY_TRADING_NAME = 20166,
        /* BT-X-166 ultimate_ship_to/trading_name */
    EINV_BT_X_ULTIMATE_SHIP_TO_PARTY_ELECTRONIC_ADDRESS = 20179,
        /* BT-X-179 ultimate_ship_to/endpoint */
    EINV_BT_X_ULTIMATE_SHIP_TO_PARTY_VAT_IDENTIFIER = 20180,
        /* BT-X-180 ultimate_ship_to/vat_id */
    EINV_BT_X_DESPATCH_ADVICE_DATE = 20200,
        /* BT-X-200 despatch_advice_date */
    EINV_BT_X_RECEIVING_ADVICE_DATE = 20201,
        /* BT-X-201 receiving_advice_date */
    EINV_BT_X_DELIVERY_NOTE_REFERENCE = 20202,
        /* BT-X-202 delivery_note_reference */
    EINV_BT_X_DELIVERY_NOTE_DATE = 20203,
        /* BT-X-203 delivery_note_date */
    EINV_BT_X_SELLER_INVOICE_ISSUER_REFERENCE = 20204,
        /* BT-X-204 issuer_reference */
    EINV_BT_X_INVOICEE_IDENTIFIER = 20225,
        /* BT-X-225 invoicee/identifiers */
    EINV_BT_X_INVOICEE_NAME = 20226,
        /* BT-X-226 invoicee/name */
    EINV_BT_X_INVOICEE_LEGAL_REGISTRATION_IDENTIFIER = 20227,
        /* BT-X-227 invoicee/legal_id */
    EINV_BT_X_INVOICEE_TRADING_NAME = 20228,
        /* BT-X-228 invoicee/trading_name */
    EINV_BT_X_INVOICEE_CONTACT_POINT = 20229,
        /* BT-X-229 invoicee/contact/name */
    EINV_BT_X_INVOICEE_CONTACT_DEPARTMENT = 20230,
        /* BT-X-230 invoicee/contact/department */
    EINV_BT_X_INVOICEE_CONTACT_TELEPHONE_NUMBER = 20231,
        /* BT-X-231 invoicee/contact/telephone */
    EINV_BT_X_INVOICEE_CONTACT_FAX_NUMBER = 20232,
        /* BT-X-232 invoicee/contact/fax */
    EINV_BT_X_INVOICEE_CONTACT_EMAIL_ADDRESS = 20233,
        /* BT-X-233 invoicee/contact/email */
    EINV_BT_X_INVOICEE_POST_CODE = 20234,
        /* BT-X-234 invoicee/address/post_code */
    EINV_BT_X_INVOICEE_ADDRESS_LINE_1 = 20235,
        /* BT-X-235 invoicee/address/line1 */
    EINV_BT_X_INVOICEE_ADDRESS_LINE_2 = 20236,
        /* BT-X-236 invoicee/address/line2 */
    EINV_BT_X_INVOICEE_ADDRESS_LINE_3 = 20237,
        /* BT-X-237 invoicee/address/line3 */
    EINV_BT_X_INVOICEE_CITY = 20238,
        /* BT-X-238 invoicee/address/city */
    EINV_BT_X_INVOICEE_COUNTRY_CODE = 20239,
        /* BT-X-239 invoicee/address/country */
    EINV_BT_X_INVOICEE_COUNTRY_SUBDIVISION = 20240,
        /* BT-X-240 invoicee/address/subdivision */
    EINV_BT_X_INVOICEE_ELECTRONIC_ADDRESS = 20241,
        /* BT-X-241 invoicee/endpoint */
    EINV_BT_X_INVOICEE_VAT_IDENTIFIER = 20242,
        /* BT-X-242 invoicee/vat_id */
    EINV_BT_X_PAYEE_TRADING_NAME = 20243,
        /* BT-X-243 payee/trading_name */
    EINV_BT_X_PAYEE_CONTACT_POINT = 20244,
        /* BT-X-244 payee/contact/name */
    EINV_BT_X_PAYEE_CONTACT_DEPARTMENT = 20245,
        /* BT-X-245 payee/contact/department */
    EINV_BT_X_PAYEE_CONTACT_TELEPHONE_NUMBER = 20246,
        /* BT-X-246 payee/contact/telephone */
    EINV_BT_X_PAYEE_CONTACT_FAX_NUMBER = 20247,
        /* BT-X-247 payee/contact/fax */
    EINV_BT_X_PAYEE_CONTACT_EMAIL_ADDRESS = 20248,
        /* BT-X-248 payee/contact/email */
    EINV_BT_X_PAYEE_POST_CODE = 20249,
        /* BT-X-249 payee/address/post_code */
    EINV_BT_X_PAYEE_ADDRESS_LINE_1 = 20250,
        /* BT-X-250 payee/address/line1 */
    EINV_BT_X_PAYEE_ADDRESS_LINE_2 = 20251,
        /* BT-X-251 payee/address/line2 */
    EINV_BT_X_PAYEE_ADDRESS_LINE_3 = 20252,
        /* BT-X-252 payee/address/line3 */
    EINV_BT_X_PAYEE_CITY = 20253,
        /* BT-X-253 payee/address/city */
    EINV_BT_X_PAYEE_COUNTRY_CODE = 20254,
        /* BT-X-254 payee/address/country */
    EINV_BT_X_PAYEE_COUNTRY_SUBDIVISION = 20255,
        /* BT-X-255 payee/address/subdivision */
    EINV_BT_X_PAYEE_ELECTRONIC_ADDRESS = 20256,
        /* BT-X-256 payee/endpoint */
    EINV_BT_X_PAYEE_VAT_IDENTIFIER = 20257,
        /* BT-X-257 payee/vat_id */
    EINV_BT_X_SOURCE_CURRENCY = 20258,
        /* BT-X-258 exchange_rates/from */
    EINV_BT_X_TARGET_CURRENCY = 20259,
        /* BT-X-259 exchange_rates/to */
    EINV_BT_X_EXCHANGE_RATE = 20260,
        /* BT-X-260 exchange_rates/rate */
    EINV_BT_X_EXCHANGE_RATE_DATE = 20261,
        /* BT-X-261 exchange_rates/date */
    EINV_BT_X_VAT_BREAKDOWN_LINE_TOTAL = 20262,
        /* BT-X-262 vat_breakdown/lines */
    EINV_BT_X_VAT_BREAKDOWN_ALLOWANCE_AND_CHARGE_TOTAL = 20263,
        /* BT-X-263 vat_breakdown/allowances_charges */
    EINV_BT_X_LOGISTICS_SERVICE_DESCRIPTION = 20271,
        /* BT-X-271 logistics_charges/description */
    EINV_BT_X_LOGISTICS_SERVICE_AMOUNT = 20272,
        /* BT-X-272 logistics_charges/amount */
    EINV_BT_X_LOGISTICS_SERVICE_TAXE_CATEGORY_CODE = 20273,
        /* BT-X-273 logistics_charges/taxes/category */
    EINV_BT_X_LOGISTICS_SERVICE_TAXE_RATE = 20274,
        /* BT-X-274 logistics_charges/taxes/rate */
    EINV_BT_X_PARTIAL_PAYMENT_AMOUNT = 20275,
        /* BT-X-275 instalments/amount */
    EINV_BT_X_LATE_PAYMENT_PENALTY_REFERENCE_DATE = 20276,
        /* BT-X-276 late_payment/basis_date */
    EINV_BT_X_LATE_PAYMENT_PENALTY_PERIOD = 20277,
        /* BT-X-277 late_payment/period */
    EINV_BT_X_LATE_PAYMENT_PENALTY_PERIOD_UNIT = 20278,
        /* BT-X-278 late_payment/period_unit */
    EINV_BT_X_LATE_PAYMENT_PENALTY_BASE_AMOUNT = 20279,
        /* BT-X-279 late_payment/base */
    EINV_BT_X_LATE_PAYMENT_PENALTY_PERCENTAGE = 20280,
        /* BT-X-280 late_payment/percent */
    EINV_BT_X_LATE_PAYMENT_PENALTY_AMOUNT = 20281,
        /* BT-X-281 late_payment/amount */
    EINV_BT_X_EARLY_PAYMENT_DISCOUNT_REFERENCE_DATE = 20282,
        /* BT-X-282 early_payment/basis_date */
    EINV_BT_X_EARLY_PAYMENT_DISCOUNT_PERIOD = 20283,
        /* BT-X-283 early_payment/period */
    EINV_BT_X_EARLY_PAYMENT_DISCOUNT_PERIOD_UNIT = 20284,
        /* BT-X-284 early_payment/period_unit */
    EINV_BT_X_EARLY_PAYMENT_DISCOUNT_BASE_AMOUNT = 20285,
        /* BT-X-285 early_payment/base */
    EINV_BT_X_EARLY_PAYMENT_DISCOUNT_PERCENTAGE = 20286,
        /* BT-X-286 early_payment/percent */
    EINV_BT_X_EARLY_PAYMENT_DISCOUNT_AMOUNT = 20287,
        /* BT-X-287 early_payment/amount */
    EINV_BT_X_BUYER_ACCOUNTING_ACCOUNT_TYPE = 20290,
        /* BT-X-290 accounting_type */
    EINV_BT_X_ADVANCE_PAYMENT_AMOUNT = 20291,
        /* BT-X-291 advance_payments/amount */
    EINV_BT_X_ADVANCE_PAYMENT_DATE = 20292,
        /* BT-X-292 advance_payments/date */
    EINV_BT_X_ADVANCE_PAYMENT_TAXE_AMOUNT = 20293,
        /* BT-X-293 advance_payments/taxes/amount */
    EINV_BT_X_ADVANCE_PAYMENT_TAXE_TYPE_CODE = 20294,
        /* BT-X-294 advance_payments/taxes/type */
    EINV_BT_X_ADVANCE_PAYMENT_TAXE_EXEMPTION_REASON = 20295,
        /* BT-X-295 advance_payments/taxes/exemption_reason */
    EINV_BT_X_ADVANCE_PAYMENT_TAXE_CATEGORY_CODE = 20296,
        /* BT-X-296 advance_payments/taxes/category */
    EINV_BT_X_ADVANCE_PAYMENT_TAXE_EXEMPTION_REASON_CODE = 20297,
        /* BT-X-297 advance_payments/taxes/exemption_code */
    EINV_BT_X_ADVANCE_PAYMENT_TAXE_RATE = 20298,
        /* BT-X-298 advance_payments/taxes/rate */
    EINV_BT_X_LINE_DOCUMENT_DESCRIPTION = 20299,
        /* BT-X-299 lines/documents/description */
    EINV_BT_X_ITEM_PRICE_CHARGE_PERCENTAGE = 20300,
        /* BT-X-300 lines/price/charges/percent */
    EINV_BT_X_ITEM_PRICE_CHARGE_BASE_AMOUNT = 20301,
        /* BT-X-301 lines/price/charges/base */
    EINV_BT_X_ITEM_PRICE_CHARGE_AMOUNT = 20302,
        /* BT-X-302 lines/price/charges/amount */
    EINV_BT_X_ITEM_PRICE_CHARGE_REASON = 20303,
        /* BT-X-303 lines/price/charges/reason */
    EINV_BT_X_PARENT_LINE_IDENTIFIER = 20304,
        /* BT-X-304 lines/parent */
    EINV_BT_X_ITEM_INSTANCE_BATCH_IDENTIFIER = 20306,
        /* BT-X-306 lines/item/instances/lot */
    EINV_BT_X_ITEM_INSTANCE_SERIAL_IDENTIFIER = 20307,
        /* BT-X-307 lines/item/instances/serial */
    EINV_BT_X_LINE_QUOTATION_REFERENCE = 20310,
        /* BT-X-310 lines/quotation/reference */
    EINV_BT_X_LINE_QUOTATION_LINE_REFERENCE = 20311,
        /* BT-X-311 lines/quotation/line */
    EINV_BT_X_LINE_QUOTATION_DATE = 20312,
        /* BT-X-312 lines/quotation/date */
    EINV_BT_X_ITEM_PRICE_DISCOUNT_REASON_CODE = 20313,
        /* BT-X-313 lines/price/discount_reason_code */
    EINV_BT_X_ITEM_PRICE_CHARGE_REASON_CODE = 20314,
        /* BT-X-314 lines/price/charges/reason_code */
    EINV_BT_X_INVOICE_LINE_CHARGE_TOTAL = 20327,
        /* BT-X-327 lines/charge_total */
    EINV_BT_X_INVOICE_LINE_ALLOWANCE_TOTAL = 20328,
        /* BT-X-328 lines/allowance_total */
    EINV_BT_X_INVOICE_LINE_VAT_TOTAL = 20329,
        /* BT-X-329 lines/vat_total */
    EINV_BT_X_INVOICE_LINE_AMOUNT_WITH_VAT = 20330,
        /* BT-X-330 lines/gross_amount */
    EINV_BT_X_LINE_PRECEDING_INVOICE_REFERENCE = 20331,
        /* BT-X-331 lines/preceding_invoice/reference */
    EINV_BT_X_LINE_PRECEDING_INVOICE_TYPE_CODE = 20332,
        /* BT-X-332 lines/preceding_invoice/type_code */
    EINV_BT_X_LINE_PRECEDING_INVOICE_DATE = 20333,
        /* BT-X-333 lines/preceding_invoice/date */
    EINV_BT_X_BUYER_ADDITIONAL_LEGAL_INFORMATION = 20334,
        /* BT-X-334 buyer/legal_info */
    EINV_BT_X_QUOTATION_REFERENCE = 20403,
        /* BT-X-403 quotation/reference */
    EINV_BT_X_QUOTATION_DATE = 20404,
        /* BT-X-404 quotation/date */
    EINV_BT_X_CONTRACT_TYPE_CODE = 20405,
        /* BT-X-405 contract_type */
    EINV_BT_X_MODEL_IDENTIFIER = 20533,
        /* BT-X-533 lines/item/model_id */
    EINV_BT_X_BRAND_NAME = 20535,
        /* BT-X-535 lines/item/brand */
    EINV_BT_X_MODEL_NAME = 20536,
        /* BT-X-536 lines/item/model */
    EINV_BT_X_LINE_SALES_ORDER_REFERENCE = 20537,
        /* BT-X-537 lines/sales_order/reference */
    EINV_BT_X_LINE_SALES_ORDER_LINE_REFERENCE = 20538,
        /* BT-X-538 lines/sales_order/line */
    EINV_BT_X_LINE_SALES_ORDER_DATE = 20539,
        /* BT-X-539 lines/sales_order/date */
    EINV_BT_X_LINE_PRECEDING_INVOICE_LINE_REFERENCE = 20540,
        /* BT-X-540 lines/preceding_invoice/line */
    EINV_BT_X_PRECEDING_INVOICE_TYPE_CODE = 20555,
        /* BT-X-555 preceding_invoices/type_code */
    EINV_BT_X_ADVANCE_PAYMENT_INVOICE_REFERENCE = 20558,
        /* BT-X-558 advance_payments/invoice */
    EINV_BT_X_ADVANCE_PAYMENT_INVOICE_TYPE_CODE = 20559,
        /* BT-X-559 advance_payments/invoice_type */
    EINV_BT_X_ADVANCE_PAYMENT_INVOICE_DATE = 20560,
        /* BT-X-560 advance_payments/invoice_date */
    EINV_BT_X_QUANTITY_PER_PACKAGE = 20561,
        /* BT-X-561 lines/per_package_quantity */
    EINV_BT_X_DELIVERY_TERMS_COUNTRY = 20563,
        /* BT-X-563 customs/delivery_terms/country */
    EINV_BT_X_DELIVERY_TERMS_PLACE = 20564,
        /* BT-X-564 customs/delivery_terms/place */
    EINV_BT_X_ITEM_SELLER_IDENTIFIER = 20568,
        /* BT-X-568 lines/item_seller/identifiers */
    EINV_BT_X_ITEM_SELLER_NAME = 20569,
        /* BT-X-569 lines/item_seller/name */
    EINV_BT_X_ITEM_SELLER_ADDITIONAL_LEGAL_INFORMATION = 20571,
        /* BT-X-571 lines/item_seller/legal_info */
    EINV_BT_X_ITEM_SELLER_LEGAL_REGISTRATION_IDENTIFIER = 20572,
        /* BT-X-572 lines/item_seller/legal_id */
    EINV_BT_X_ITEM_SELLER_TRADING_NAME = 20573,
        /* BT-X-573 lines/item_seller/trading_name */
    EINV_BT_X_ITEM_SELLER_CONTACT_POINT = 20574,
        /* BT-X-574 lines/item_seller/contact/name */
    EINV_BT_X_ITEM_SELLER_CONTACT_TELEPHONE_NUMBER = 20576,
        /* BT-X-576 lines/item_seller/contact/telephone */
    EINV_BT_X_ITEM_SELLER_CONTACT_FAX_NUMBER = 20577,
        /* BT-X-577 lines/item_seller/contact/fax */
    EINV_BT_X_ITEM_SELLER_CONTACT_EMAIL_ADDRESS = 20578,
        /* BT-X-578 lines/item_seller/contact/email */
    EINV_BT_X_ITEM_SELLER_POST_CODE = 20579,
        /* BT-X-579 lines/item_seller/address/post_code */
    EINV_BT_X_ITEM_SELLER_ADDRESS_LINE_1 = 20580,
        /* BT-X-580 lines/item_seller/address/line1 */
    EINV_BT_X_ITEM_SELLER_ADDRESS_LINE_2 = 20581,
        /* BT-X-581 lines/item_seller/address/line2 */
    EINV_BT_X_ITEM_SELLER_ADDRESS_LINE_3 = 20582,
        /* BT-X-582 lines/item_seller/address/line3 */
    EINV_BT_X_ITEM_SELLER_CITY = 20583,
        /* BT-X-583 lines/item_seller/address/city */
    EINV_BT_X_ITEM_SELLER_COUNTRY_CODE = 20584,
        /* BT-X-584 lines/item_seller/address/country */
    EINV_BT_X_ITEM_SELLER_COUNTRY_SUBDIVISION = 20585,
        /* BT-X-585 lines/item_seller/address/subdivision */
    EINV_BT_X_ITEM_SELLER_ELECTRONIC_ADDRESS = 20586,
        /* BT-X-586 lines/item_seller/endpoint */
    EINV_BT_X_ITEM_SELLER_VAT_IDENTIFIER = 20587,
        /* BT-X-587 lines/item_seller/vat_id */
    EINV_BT_X_ITEM_SELLER_TAX_REGISTRATION_IDENTIFIER = 20588,
        /* BT-X-588 lines/item_seller/tax_id */
    EINV_BT_X_INVOICE_LINE_VAT_POINT_DATE_CODE = 20589,
        /* BT-X-589 lines/tax_point_code */
    EINV_BT_X_INVOICE_LINE_VAT_TOTAL_IN_ACCOUNTING_CURRENCY = 20590,
        /* BT-X-590 lines/vat_total_accounting */
    EINV_BT_X_LOGISTICS_SERVICE_TAXE_EXEMPTION_REASON = 20591,
        /* BT-X-591 logistics_charges/taxes/exemption_reason */
    EINV_BT_X_LOGISTICS_SERVICE_TAXE_EXEMPTION_REASON_CODE = 20592,
        /* BT-X-592 logistics_charges/taxes/exemption_code */
    EINV_BG_X_INCLUDED_ITEMS = 20801,
        /* BG-X-1 lines/item/parts */
    EINV_BG_X_LINE_CONTRACT = 20802,
        /* BG-X-2 lines/contract */
    EINV_BG_X_LINE_DOCUMENTS = 20803,
        /* BG-X-3 lines/documents */
    EINV_BG_X_LINE_SHIP_TO_PARTY = 20807,
        /* BG-X-7 lines/ship_to */
    EINV_BG_X_LINE_SHIP_TO_PARTY_CONTACT = 20808,
        /* BG-X-8 lines/ship_to/contact */
    EINV_BG_X_LINE_SHIP_TO_PARTY_POSTAL_ADDRESS = 20809,
        /* BG-X-9 lines/ship_to/address */
    EINV_BG_X_LINE_ULTIMATE_SHIP_TO_PARTY = 20810,
        /* BG-X-10 lines/ultimate_ship_to */
    EINV_BG_X_LINE_DESPATCH_ADVICE = 20813,
        /* BG-X-13 lines/despatch_advice */
    EINV_BG_X_SELLER_TAX_REPRESENTATIVE_PARTY_CONTACT = 20817,
        /* BG-X-17 tax_representative/contact */
    EINV_BG_X_PRODUCT_END_USER = 20818,
        /* BG-X-18 product_end_user */
    EINV_BG_X_DELIVERY_TERMS = 20822,
        /* BG-X-22 customs/delivery_terms */
    EINV_BG_X_ULTIMATE_CUSTOMER_ORDER = 20823,
        /* BG-X-23 ultimate_order */
    EINV_BG_X_TRANSPORT = 20824,
        /* BG-X-24 transports */
    EINV_BG_X_DELIVER_TO_CONTACT = 20826,
        /* BG-X-26 delivery/contact */
    EINV_BG_X_ULTIMATE_SHIP_TO_PARTY = 20827,
        /* BG-X-27 ultimate_ship_to */
    EINV_BG_X_SHIP_FROM_PARTY = 20830,
        /* BG-X-30 deliver_from */
    EINV_BG_X_INVOICER = 20833,
        /* BG-X-33 invoicer */
    EINV_BG_X_INVOICEE = 20836,
        /* BG-X-36 invoicee */
    EINV_BG_X_INVOICEE_CONTACT = 20837,
        /* BG-X-37 invoicee/contact */
    EINV_BG_X_INVOICEE_POSTAL_ADDRESS = 20838,
        /* BG-X-38 invoicee/address */
    EINV_BG_X_PAYEE_CONTACT = 20839,
        /* BG-X-39 payee/contact */
    EINV_BG_X_PAYEE_POSTAL_ADDRESS = 20840,
        /* BG-X-40 payee/address */
    EINV_BG_X_EXCHANGE_RATES = 20841,
        /* BG-X-41 exchange_rates */
    EINV_BG_X_LOGISTICS_SERVICE_CHARGES = 20842,
        /* BG-X-42 logistics_charges */
    EINV_BG_X_LATE_PAYMENT_PENALTY = 20843,
        /* BG-X-43 late_payment */
    EINV_BG_X_EARLY_PAYMENT_DISCOUNT = 20844,
        /* BG-X-44 early_payment */
    EINV_BG_X_ADVANCE_PAYMENTS = 20845,
        /* BG-X-45 advance_payments */
    EINV_BG_X_ADVANCE_PAYMENT_TAXES = 20846,
        /* BG-X-46 advance_payments/taxes */
    EINV_BG_X_LINE_QUOTATION = 20847,
        /* BG-X-47 lines/quotation */
    EINV_BG_X_LINE_PRECEDING_INVOICE = 20848,
        /* BG-X-48 lines/preceding_invoice */
    EINV_BG_X_SALES_AGENT = 20849,
        /* BG-X-49 sales_agent */
    EINV_BG_X_BUYER_TAX_REPRESENTATIVE = 20854,
        /* BG-X-54 buyer_tax_representative */
    EINV_BG_X_QUOTATION = 20861,
        /* BG-X-61 quotation */
    EINV_BG_X_BUYER_AGENT = 20862,
        /* BG-X-62 buyer_agent */
    EINV_BG_X_PAYER = 20873,
        /* BG-X-73 payer */
    EINV_BG_X_LINE_SALES_ORDER = 20881,
        /* BG-X-81 lines/sales_order */
    EINV_BG_X_LINE_RECEIVING_ADVICE = 20882,
        /* BG-X-82 lines/receiving_advice */
    EINV_BG_X_LINE_DELIVERY_NOTE = 20883,
        /* BG-X-83 lines/delivery_note */
    EINV_BG_X_ITEM_INSTANCES = 20884,
        /* BG-X-84 lines/item/instances */
    EINV_BG_X_ITEM_SELLER = 20890,
        /* BG-X-90 lines/item_seller */
    EINV_BG_X_ITEM_SELLER_CONTACT = 20891,
        /* BG-X-91 lines/item_seller/contact */
    EINV_BG_X_ITEM_SELLER_POSTAL_ADDRESS = 20892,
        /* BG-X-92 lines/item_seller/address */
    EINV_BG_X_MANUFACTURER = 20893,
        /* BG-X-93 lines/item/manufacturer */
    EINV_BT_DEX_THIRD_PARTY_PAYMENT_TYPE = 21001,
        /* BT-DEX-001 third_party_payments/type */
    EINV_BT_DEX_THIRD_PARTY_PAYMENT_AMOUNT = 21002,
        /* BT-DEX-002 third_party_payments/amount */
    EINV_BT_DEX_THIRD_PARTY_PAYMENT_DESCRIPTION = 21003,
        /* BT-DEX-003 third_party_payments/description */
    EINV_BG_DEX_SUB_INVOICE_LINE = 21501,
        /* BG-DEX-01 lines/lines */
    EINV_BG_DEX_THIRD_PARTY_PAYMENT = 21509
        /* BG-DEX-09 third_party_payments */
};

#endif
