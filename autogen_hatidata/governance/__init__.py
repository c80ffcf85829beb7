"""The rules as data: policy, masks, prices, quota and the form of audit records. Nothing here touches disk or clock."""
